package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Scope in which a thread works for an account, or for none. The scopes of a thread form
 * a stack; only the topmost one is charged.
 * <p>
 * Only the thread that opened the scope resumes, pauses and closes it. Any thread may
 * call {@link #settle}.
 */
public final class AccountScope extends ThreadWork implements ThreadScope {

	private final ScopeOwner owner;

	private final @Nullable Account account;

	private final @Nullable AccountScope below;

	private final int depth;

	private final boolean attached;

	private final boolean late;

	/**
	 * Start of the estimate for a virtual thread; confined to that thread.
	 */
	private InvocationLedger.@Nullable Mark estimate;

	// Guarded by this scope.

	private boolean counting;

	private long cpu;

	private long allocated;

	/**
	 * Create a new scope of the calling thread. Nothing is charged before
	 * {@link #resume}.
	 * @param owner the stack of scopes, its clocks and estimates
	 * @param account the account that the thread works for, {@code null} for none
	 * @param below the topmost scope of the thread so far
	 * @param attached whether the thread was attached to a running invocation and closes
	 * this scope itself; {@code false} if the thread started the invocation
	 */
	AccountScope(ScopeOwner owner, @Nullable Account account, @Nullable AccountScope below, boolean attached) {
		this.owner = owner;
		this.account = account;
		this.below = below;
		this.depth = (below != null) ? below.depth + 1 : 1;
		this.attached = attached;
		this.late = account != null && account.isEnded();
	}

	@Nullable Account account() {
		return this.account;
	}

	@Nullable AccountScope below() {
		return this.below;
	}

	/**
	 * Return the depth of the stack up to and including this scope.
	 */
	public int depth() {
		return this.depth;
	}

	/**
	 * Return whether the invocation that the thread started was ended on another thread,
	 * so that this scope is over although its own thread has not closed it.
	 */
	boolean isStale() {
		return !this.attached && this.account != null && this.account.isEnded();
	}

	/**
	 * Return whether the thread started an invocation with this scope.
	 * @param invocation the invocation
	 */
	boolean isStartOf(Account invocation) {
		return !this.attached && this.account == invocation;
	}

	boolean isStart() {
		return !this.attached;
	}

	/**
	 * Return whether the invocation had already ended when the thread was attached.
	 */
	boolean isLate() {
		return this.late;
	}

	/**
	 * Start charging from the given clock values.
	 * @param cpuNow the CPU clock of the thread
	 * @param allocatedNow its allocated bytes
	 */
	void resume(long cpuNow, long allocatedNow) {
		synchronized (this) {
			this.cpu = cpuNow;
			this.allocated = allocatedNow;
			this.counting = true;
		}
		if (cpuNow == ThreadClocks.UNKNOWN && this.account != null) {
			endEstimate();
			this.estimate = this.owner.startEstimate(this);
		}
	}

	/**
	 * Charge what the thread used up to the given clock values, and stop charging.
	 * @param cpuNow the CPU clock of the thread
	 * @param allocatedNow its allocated bytes
	 */
	void pause(long cpuNow, long allocatedNow) {
		endEstimate();
		synchronized (this) {
			try {
				charge(cpuNow, allocatedNow);
			}
			finally {
				this.counting = false;
			}
		}
	}

	/**
	 * Stop charging, without charging what the thread used since the last time.
	 */
	void pauseWithoutCharging() {
		endEstimate();
		synchronized (this) {
			this.counting = false;
		}
	}

	private void endEstimate() {
		InvocationLedger.Mark started = this.estimate;
		if (started != null) {
			this.estimate = null;
			this.owner.endEstimate(this, started);
		}
	}

	/**
	 * Return whether the usage of the thread is being estimated.
	 */
	boolean isEstimated() {
		return this.estimate != null;
	}

	@Override
	void estimate(long cpuNanos, long allocatedBytes) {
		if (this.account != null) {
			this.account.chargeEstimate(cpuNanos, allocatedBytes);
		}
	}

	@Override
	boolean settle() {
		if (!isCounting()) {
			return true;
		}
		// Read outside the lock, so that the thread never waits for these readings. If it
		// pauses or resumes this scope in the meantime, they are older than its own and
		// charge nothing.
		long allocatedNow = this.owner.clocks().allocatedBytes(thread());
		long cpuNow = this.owner.clocks().cpuNanos(thread());
		synchronized (this) {
			if (this.counting && cpuNow == ThreadClocks.UNKNOWN && this.cpu != ThreadClocks.UNKNOWN) {
				// The thread has ended, or only it can read its own clock, which may
				// still happen.
				return false;
			}
			charge(cpuNow, allocatedNow);
			return true;
		}
	}

	private synchronized boolean isCounting() {
		return this.counting;
	}

	private void charge(long cpuNow, long allocatedNow) {
		if (!this.counting || this.account == null) {
			return;
		}
		long usedCpu = ThreadUsage.difference(this.cpu, cpuNow);
		long usedAllocated = ThreadUsage.difference(this.allocated, allocatedNow);
		this.cpu = latest(this.cpu, cpuNow);
		this.allocated = latest(this.allocated, allocatedNow);
		this.account.charge(usedCpu, usedAllocated);
	}

	private static long latest(long before, long now) {
		return (before == ThreadClocks.UNKNOWN || now == ThreadClocks.UNKNOWN) ? now : Math.max(before, now);
	}

	/**
	 * Close this scope: the thread no longer works for the invocation. Does nothing if
	 * the scope is already closed or another thread calls this.
	 */
	@Override
	public void close() {
		this.owner.close(this);
	}

}
