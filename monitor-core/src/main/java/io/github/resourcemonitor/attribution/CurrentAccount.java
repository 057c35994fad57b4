package io.github.resourcemonitor.attribution;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Which account each thread works for. A thread switches from one to another only here,
 * and each time its clocks are read once: what it used so far is charged to the account
 * that it worked for.
 * <p>
 * All methods are about the calling thread. None throws.
 */
public final class CurrentAccount {

	/**
	 * Scopes that are never closed would pile up on a pooled thread, with all that they
	 * hold.
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
	 * @param lateWork where work after the end of invocations is summed up
	 * @param failures where failures are recorded
	 */
	public CurrentAccount(ThreadClocks threadClocks, LongSupplier nanoTime, LateWork lateWork, Failures failures) {
		this.failures = failures;
		this.clocks = new GuardedThreadClocks(threadClocks, failures);
		this.virtualThreads = new VirtualThreads(failures);
		this.stacks = new ScopeStacks(this.clocks, this.virtualThreads, nanoTime, lateWork, failures);
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
	 * Charge what the thread used so far, and nothing more until it starts or resumes.
	 * @return its CPU clock, if it works for anything
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
	 * The thread starts an invocation; nothing is charged before
	 * {@link #begin(ThreadScope, long)}.
	 * @param account the account of the invocation
	 * @return the scope to begin with; it is closed by {@link #leave(Account)}
	 */
	public ThreadScope start(Account account) {
		return push(account, this.stacks.top(), false);
	}

	/**
	 * The thread begins to work for the invocation that it started.
	 * @param started what {@link #start} returned
	 * @param paused its CPU clock when it paused its former work
	 */
	public void begin(ThreadScope started, long paused) {
		AccountScope scope = (AccountScope) started;
		AccountScope below = scope.below();
		if (below != null) {
			// It was resumed if what lay above it was ended by another thread meanwhile.
			below.hold();
		}
		long allocated = this.clocks.allocatedBytes();
		long cpu = this.clocks.cpuNanos();
		scope.resume(cpu, allocated);
		if (below != null) {
			exclude(below, paused, cpu);
		}
	}

	/**
	 * Have the calling thread work for an account, or for none, until the scope is
	 * closed. One that it works for already is not counted twice.
	 * @param account the account, {@code null} for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Account account) {
		AccountScope scope = null;
		try {
			AccountScope below = this.stacks.top();
			if (account == ((below != null) ? below.account() : null)) {
				return ThreadScope.NOTHING;
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
			return (scope != null) ? scope : ThreadScope.NOTHING;
		}
	}

	/**
	 * Have the calling thread return to the account that it worked for before, closing
	 * the scopes that were opened since. If it has left that account meanwhile, it
	 * returns to the last invocation that it started.
	 * @param account the account, {@code null} for none
	 */
	public void restore(@Nullable Account account) {
		try {
			boolean known = account == null || isOn(account);
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

	private boolean isOn(Account account) {
		AccountScope each = this.stacks.top();
		while (each != null && each.account() != account) {
			each = each.below();
		}
		return each != null;
	}

	/**
	 * The calling thread, if it started an invocation, stops working for it; the
	 * invocation continues.
	 * @param account the account of the invocation
	 */
	public void depart(Account account) {
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
	 * An invocation ends. If the calling thread started it, it stops working for it.
	 * Whatever else the thread works for is not charged until it {@linkplain #resume
	 * resumes}.
	 * @param account the account of the invocation
	 * @return the CPU clock of the thread, if it works for anything
	 */
	public long leave(Account account) {
		try {
			// It counts as forgotten already, so the topmost scope is taken as it is.
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
	 * The calling thread resumes what it was working for before it ended an invocation.
	 * What the monitor used since is on no account.
	 * @param left its CPU clock then
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
		if (below != null && below.height() >= MAX_SCOPES) {
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
	 * The thread may block from now on, or has been blocked until now; a virtual one is
	 * seen on its carrier.
	 */
	public void see() {
		AccountScope top = this.stacks.top();
		if (top != null && top.isEstimated()) {
			this.virtualThreads.see(top);
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
