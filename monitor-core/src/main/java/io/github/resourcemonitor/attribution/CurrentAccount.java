package io.github.resourcemonitor.attribution;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Current account of each thread. All switches between accounts happen here, and each
 * switch reads the clocks of the thread once: what the thread has used so far is charged
 * to the account that it worked for until then.
 * <p>
 * All methods apply to the calling thread. None of them throws.
 */
public final class CurrentAccount {

	/**
	 * Limit for scopes that are never closed, which would otherwise accumulate on a
	 * pooled thread.
	 */
	private static final int MAX_SCOPES = 1000;

	private static final String TOO_MANY_SCOPES = "too many scopes were open on a thread that worked for it";

	private final Failures failures;

	private final GuardedThreadClocks clocks;

	private final ScopeStacks stacks;

	private final VirtualThreads virtualThreads;

	/**
	 * Create a new instance.
	 * @param threadClocks the clocks of threads
	 * @param nanoTime the monotonic clock
	 * @param lateWork where work after the end of invocations is added up
	 * @param failures where failures are recorded
	 */
	public CurrentAccount(ThreadClocks threadClocks, LongSupplier nanoTime, LateWork lateWork, Failures failures) {
		this.failures = failures;
		this.clocks = new GuardedThreadClocks(threadClocks, failures);
		this.virtualThreads = new VirtualThreads(failures);
		this.stacks = new ScopeStacks(this.clocks, this.virtualThreads, nanoTime, lateWork, failures);
	}

	GuardedThreadClocks clocks() {
		return this.clocks;
	}

	/**
	 * Return the account that the thread works for, even if its invocation has ended.
	 * @return the account, {@code null} if there is none
	 */
	public @Nullable Account get() {
		AccountScope top = this.stacks.top();
		return (top != null) ? top.account() : null;
	}

	/**
	 * Return whether the thread works for an account, or for one inside it.
	 * @param account the account
	 * @return whether it does
	 */
	public boolean worksFor(Account account) {
		Account working = get();
		return working != null && working.isInside(account);
	}

	/**
	 * Charge what the thread has used so far, and nothing more until it
	 * {@linkplain #begin begins} or {@linkplain #resume resumes}.
	 * @return the CPU clock of the thread, {@link ThreadClocks#UNKNOWN} if it has no
	 * scope
	 */
	public long pause() {
		AccountScope top = this.stacks.top();
		if (top == null) {
			return ThreadClocks.UNKNOWN;
		}
		long cpu = this.clocks.cpuNanos();
		top.pause(cpu, this.clocks.allocatedBytes());
		return cpu;
	}

	/**
	 * Open the scope of an invocation that the thread starts. Nothing is charged before
	 * {@link #begin(ThreadScope, long)}.
	 * @param account the account of the invocation
	 * @return the scope to pass to {@code begin}; {@link #leave(Account)} closes it
	 */
	public ThreadScope start(Account account) {
		return push(account, this.stacks.top(), false);
	}

	/**
	 * Begin to charge the invocation that the thread started.
	 * @param started the scope that {@link #start} returned
	 * @param paused the value that {@link #pause} returned
	 */
	public void begin(ThreadScope started, long paused) {
		AccountScope scope = (AccountScope) started;
		AccountScope below = scope.below();
		if (below != null) {
			// It was resumed if another thread has ended the scope above it in the
			// meantime.
			below.pauseWithoutCharging();
		}
		long allocated = this.clocks.allocatedBytes();
		long cpu = this.clocks.cpuNanos();
		scope.resume(cpu, allocated);
		if (below != null) {
			exclude(below, paused, cpu);
		}
	}

	/**
	 * Make an account current on the calling thread until the scope is closed. An account
	 * that is already current is not counted twice.
	 * @param account the account, {@code null} for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Account account) {
		AccountScope scope = null;
		try {
			AccountScope below = this.stacks.top();
			if (account == ((below != null) ? below.account() : null)) {
				return ThreadScope.NOOP;
			}
			scope = push(account, below, true);
			long allocated = this.clocks.allocatedBytes();
			long cpu = this.clocks.cpuNanos();
			if (below != null) {
				below.pause(cpu, allocated);
			}
			scope.resume(cpu, allocated);
			return scope;
		}
		catch (Throwable ex) {
			this.failures.record("entering a thread", ex);
			return (scope != null) ? scope : ThreadScope.NOOP;
		}
	}

	/**
	 * Make an account current again that was current on the calling thread before,
	 * closing the scopes that were opened since. If its scope was closed in the meantime,
	 * the last invocation that the thread started becomes current.
	 * @param account the account, {@code null} for none
	 */
	public void restore(@Nullable Account account) {
		try {
			boolean known = account == null || isOnStack(account);
			AccountScope last = null;
			for (AccountScope each = this.stacks.top(); each != null
					&& each.account() != account; each = each.below()) {
				if (!known && each.isStart()) {
					break;
				}
				last = each;
			}
			if (last != null) {
				this.stacks.pop(last, this.clocks.cpuNanos(), this.clocks.allocatedBytes(), false);
			}
		}
		catch (Throwable ex) {
			leavingFailed(ex);
		}
	}

	private boolean isOnStack(Account account) {
		AccountScope each = this.stacks.top();
		while (each != null && each.account() != account) {
			each = each.below();
		}
		return each != null;
	}

	/**
	 * Detach the calling thread from an invocation that it started. The invocation
	 * continues. Does nothing if the thread did not start it.
	 * @param account the account of the invocation
	 */
	public void detach(Account account) {
		try {
			AccountScope scope = this.stacks.startOf(account);
			if (scope != null) {
				this.stacks.pop(scope, this.clocks.cpuNanos(), this.clocks.allocatedBytes());
			}
		}
		catch (Throwable ex) {
			leavingFailed(ex);
		}
	}

	/**
	 * Detach the calling thread from an invocation that ends, if the thread started it.
	 * Other accounts of the thread are not charged until it {@linkplain #resume resumes}.
	 * @param account the account of the invocation
	 * @return the CPU clock of the thread, {@link ThreadClocks#UNKNOWN} if it has no
	 * scope
	 */
	public long leave(Account account) {
		try {
			// The scope of an ended invocation counts as stale, so the stack must not be
			// cleaned up here.
			AccountScope top = this.stacks.topmost();
			if (top == null) {
				return ThreadClocks.UNKNOWN;
			}
			AccountScope scope = this.stacks.startOf(account);
			long cpu = this.clocks.cpuNanos();
			long allocated = this.clocks.allocatedBytes();
			if (scope != null) {
				this.stacks.pop(scope, cpu, allocated);
				top = scope.below();
			}
			if (top != null) {
				top.pause(cpu, allocated);
			}
			return cpu;
		}
		catch (Throwable ex) {
			leavingFailed(ex);
			return ThreadClocks.UNKNOWN;
		}
	}

	/**
	 * Resume the account that the calling thread worked for before it ended an
	 * invocation. What the monitor used since then is not charged.
	 * @param left the value that {@link #leave} returned
	 */
	public void resume(long left) {
		try {
			AccountScope top = this.stacks.top();
			if (top != null) {
				long allocated = this.clocks.allocatedBytes();
				long cpu = this.clocks.cpuNanos();
				top.resume(cpu, allocated);
				exclude(top, left, cpu);
			}
		}
		catch (Throwable ex) {
			leavingFailed(ex);
		}
	}

	private static void exclude(AccountScope scope, long from, long to) {
		Account account = scope.account();
		if (account != null && from != ThreadClocks.UNKNOWN && to != ThreadClocks.UNKNOWN) {
			account.exclude(to - from);
		}
	}

	private AccountScope push(@Nullable Account account, @Nullable AccountScope top, boolean attached) {
		AccountScope below = top;
		if (below != null && below.depth() >= MAX_SCOPES) {
			leaveAll(below);
			below = null;
		}
		return this.stacks.push(account, below, attached);
	}

	private void leaveAll(AccountScope top) {
		AccountScope lowest = top;
		for (AccountScope below = top.below(); below != null; below = below.below()) {
			lowest = below;
		}
		this.stacks.pop(lowest, this.clocks.cpuNanos(), this.clocks.allocatedBytes());
		for (AccountScope each = top; each != null; each = each.below()) {
			Account account = each.account();
			if (account != null) {
				account.incomplete(TOO_MANY_SCOPES);
			}
		}
		this.failures.record("scopes of a thread",
				new IllegalStateException(MAX_SCOPES + " scopes were open on thread '"
						+ Thread.currentThread().getName() + "', which has left them all. "
						+ "Close each scope that is opened, best with try-with-resources"));
	}

	/**
	 * Update the estimate of a virtual thread that may block now, or has been blocked
	 * until now.
	 */
	public void observeVirtualThread() {
		AccountScope top = this.stacks.top();
		if (top != null && top.isEstimated()) {
			this.virtualThreads.observe(top);
		}
	}

	/**
	 * Return the CPU clock of the thread.
	 * @return the time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 */
	public long cpuNanos() {
		return this.clocks.cpuNanos();
	}

	private void leavingFailed(Throwable ex) {
		this.failures.record("leaving a thread", ex);
	}

}
