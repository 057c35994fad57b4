package io.github.resourcemonitor.attribution;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Stack of scopes of each thread. All methods apply to the calling thread.
 */
final class ScopeStacks implements ScopeOwner {

	/**
	 * Shorter work after the end is the rest of the task that ended the invocation, and
	 * not counted as a late task.
	 */
	private static final long LATE_NANOS = 1_000_000;

	private static final String CLOSED_TOO_LATE = "an enclosing scope was closed before its own";

	private final GuardedThreadClocks clocks;

	private final VirtualThreads virtualThreads;

	private final LongSupplier nanoTime;

	private final LateWork lateWork;

	private final Failures failures;

	/**
	 * Topmost scope of each thread. The array remains with the thread, but references no
	 * class of the monitor when the thread has no scope.
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
	 * Return the topmost scope, after closing scopes of invocations that the thread
	 * started and that were ended on another thread.
	 */
	@Nullable AccountScope top() {
		try {
			@Nullable Object[] holder = this.current.get();
			AccountScope top = (AccountScope) holder[0];
			while (top != null && top.isStale()) {
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
	 * Return the topmost scope without closing any.
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
	 * Push a new scope; nothing is charged before it is resumed.
	 */
	AccountScope push(@Nullable Account account, @Nullable AccountScope below, boolean attached) {
		AccountScope scope = new AccountScope(this, account, below, attached);
		if (account != null) {
			account.attach(scope, !attached);
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
	 * Pop a scope and those above it, which should have been closed earlier, and resume
	 * the scope below.
	 */
	void pop(AccountScope scope, long cpu, long allocated) {
		pop(scope, cpu, allocated, true);
	}

	/**
	 * Pop a scope and those above it, and resume the scope below.
	 * @param scope the scope
	 * @param cpu the CPU clock of the thread
	 * @param allocated its allocated bytes
	 * @param tooEarly whether the work of the scopes above may still continue
	 */
	void pop(AccountScope scope, long cpu, long allocated, boolean tooEarly) {
		@Nullable Object[] holder = this.current.get();
		AccountScope each = (AccountScope) holder[0];
		AccountScope below = scope.below();
		// First, so that the scope is removed even if something fails.
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
