package io.github.resourcemonitor.attribution;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * The stack of scopes of each thread. All methods are about the calling thread.
 */
final class ScopeStacks implements ScopeOwner {

	/**
	 * The rest of a task that ended its invocation is no late work.
	 */
	private static final long LATE_NANOS = 1_000_000;

	private static final String CLOSED_TOO_LATE = "a scope around it was closed before it";

	private final GuardedThreadClocks clocks;

	private final VirtualThreads virtualThreads;

	private final LongSupplier nanoTime;

	private final LateWork lateWork;

	private final Failures failures;

	/**
	 * The topmost scope of each thread. The array stays with the thread; it holds nothing
	 * of ours when the thread works for no account.
	 */
	private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new Object[1]);

	ScopeStacks(GuardedThreadClocks clocks, VirtualThreads virtualThreads, LongSupplier nanoTime, LateWork lateWork,
			Failures failures) {
		this.clocks = clocks;
		this.virtualThreads = virtualThreads;
		this.nanoTime = nanoTime;
		this.lateWork = lateWork;
		this.failures = failures;
	}

	@Override
	public GuardedThreadClocks clocks() {
		return this.clocks;
	}

	/**
	 * Return the topmost scope, after closing those of invocations that the thread
	 * started and that were ended on another thread.
	 */
	@Nullable AccountScope top() {
		try {
			@Nullable Object[] holder = this.current.get();
			AccountScope top = (AccountScope) holder[0];
			while (top != null && top.isForgotten()) {
				pop(top, this.clocks.cpuNanos(), this.clocks.allocatedBytes());
				top = (AccountScope) holder[0];
			}
			return top;
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Return the topmost scope as it is.
	 */
	@Nullable AccountScope topmost() {
		return (AccountScope) this.current.get()[0];
	}

	/**
	 * Return the scope with which the thread started an invocation.
	 */
	@Nullable AccountScope startOf(Account account) {
		AccountScope each = topmost();
		while (each != null && !each.isStartOf(account)) {
			each = each.below();
		}
		return each;
	}

	/**
	 * Put a new scope on the stack; nothing is charged before it is resumed.
	 */
	AccountScope push(@Nullable Account account, @Nullable AccountScope below, boolean attached) {
		AccountScope scope = new AccountScope(this, account, below, attached);
		if (account != null) {
			account.arrive(scope, !attached);
		}
		this.current.get()[0] = scope;
		return scope;
	}

	@Override
	public void close(ThreadWork scope) {
		try {
			if (scope.thread() == Thread.currentThread()) {
				AccountScope each = top();
				while (each != null && each != scope) {
					each = each.below();
				}
				if (each != null) {
					pop(each, this.clocks.cpuNanos(), this.clocks.allocatedBytes());
				}
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Take a scope off, and those above it, which should have been closed before. The one
	 * below is resumed.
	 */
	void pop(AccountScope scope, long cpu, long allocated) {
		pop(scope, cpu, allocated, true);
	}

	/**
	 * Take a scope off, and those above it.
	 * @param scope the scope
	 * @param cpu the CPU clock of the thread
	 * @param allocated its allocated bytes
	 * @param tooEarly whether the work of those above it may still continue
	 */
	void pop(AccountScope scope, long cpu, long allocated, boolean tooEarly) {
		@Nullable Object[] holder = this.current.get();
		AccountScope each = (AccountScope) holder[0];
		AccountScope below = scope.below();
		// First, so that the thread has left even if something fails.
		holder[0] = below;
		for (; each != null && each != scope; each = each.below()) {
			end(each, cpu, allocated);
			Account account = each.account();
			if ((tooEarly || each.isStart()) && account != null && !account.isEnded()) {
				account.incomplete(CLOSED_TOO_LATE);
			}
		}
		end(scope, cpu, allocated);
		if (below != null) {
			below.resume(cpu, allocated);
		}
	}

	private void end(AccountScope scope, long cpu, long allocated) {
		Account account = scope.account();
		try {
			scope.pause(cpu, allocated);
			if (account != null) {
				countLateTask(scope, account);
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			if (account != null) {
				account.leave(scope);
			}
		}
	}

	private void countLateTask(AccountScope scope, Account account) {
		if (!scope.isStart() && account.isEnded()
				&& (scope.isLate() || this.nanoTime.getAsLong() - account.endNanos() >= LATE_NANOS)) {
			this.lateWork.task(account);
		}
	}

	@Override
	public InvocationLedger.@Nullable Mark startEstimate(ThreadWork work) {
		return this.virtualThreads.start(work);
	}

	@Override
	public void endEstimate(ThreadWork work, InvocationLedger.Mark started) {
		this.virtualThreads.end(work, started);
	}

	private void failed(Throwable ex) {
		this.failures.record("leaving a thread", ex);
	}

}
