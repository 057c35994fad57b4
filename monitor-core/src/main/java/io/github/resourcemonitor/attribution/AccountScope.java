package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a thread works for an account, or for none, having put aside what it
 * worked for before. The scopes of a thread form a stack; only the topmost one is
 * charged.
 * <p>
 * Its thread resumes, pauses and closes it. Any thread may {@link #settle} it meanwhile.
 */
public final class AccountScope extends ThreadWork implements ThreadScope {

	private final ScopeOwner owner;

	private final @Nullable Account account;

	private final @Nullable AccountScope below;

	private final int height;

	private final boolean attached;

	private final boolean late;

	/**
	 * What the estimate for a virtual thread began with; used by the thread only.
	 */
	private InvocationLedger.@Nullable Mark estimate;

	// Guarded by this scope.

	private boolean counting;

	private long cpu;

	private long allocated;

	/**
	 * Create a new scope of the calling thread; nothing is charged before
	 * {@link #resume}.
	 * @param owner what all scopes have in common
	 * @param account what the thread works for, {@code null} for none
	 * @param below the topmost scope of the thread so far
	 * @param attached whether the thread came to work for an invocation that had started,
	 * and will close this when it stops; {@code false} if it started the invocation
	 */
	AccountScope(ScopeOwner owner, @Nullable Account account, @Nullable AccountScope below, boolean attached) {
		this.owner = owner;
		this.account = account;
		this.below = below;
		this.height = (below != null) ? below.height + 1 : 1;
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
	 * Return the height of the stack up to this scope.
	 */
	public int height() {
		return this.height;
	}

	/**
	 * Return whether this is over though its thread has not closed it: the invocation
	 * that the thread started was ended elsewhere.
	 */
	boolean isForgotten() {
		return !this.attached && this.account != null && this.account.isEnded();
	}

	/**
	 * Return whether the thread started an invocation with this.
	 * @param invocation the invocation
	 */
	boolean isStartOf(Account invocation) {
		return !this.attached && this.account == invocation;
	}

	boolean isStart() {
		return !this.attached;
	}

	/**
	 * Return whether the invocation had ended before the thread came.
	 */
	boolean isLate() {
		return this.late;
	}

	/**
	 * Count from here on.
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
	 * Charge what the thread used, and count no more.
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
	 * Count no more, without charging what the thread used.
	 */
	void hold() {
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
	 * Return whether what the thread uses is being estimated.
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
		// Not while the thread would have to wait for it. If it pauses this meanwhile, or
		// goes on with it, these are older than what it read itself, and charge nothing.
		long allocatedNow = this.owner.clocks().allocatedBytes(thread());
		long cpuNow = this.owner.clocks().cpuNanos(thread());
		synchronized (this) {
			if (this.counting && cpuNow == ThreadClocks.UNKNOWN && this.cpu != ThreadClocks.UNKNOWN) {
				// Its thread has ended, or can only be read by itself, which may come
				// later.
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
		this.cpu = later(this.cpu, cpuNow);
		this.allocated = later(this.allocated, allocatedNow);
		this.account.charge(usedCpu, usedAllocated);
	}

	private static long later(long before, long now) {
		return (before == ThreadClocks.UNKNOWN || now == ThreadClocks.UNKNOWN) ? now : Math.max(before, now);
	}

	/**
	 * The thread stops working for the invocation. Does nothing if it did already, or if
	 * another thread calls it.
	 */
	@Override
	public void close() {
		this.owner.close(this);
	}

}
