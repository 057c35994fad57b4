package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.invocation.ActiveInvocation;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a thread works for an invocation, or, put aside what it worked for
 * before, for nobody. The stays of a thread lie on each other; only the topmost counts.
 * <p>
 * Its thread begins, pauses and ends it. Any thread may {@link #settle} it meanwhile:
 * charge what the thread used so far, by the clocks that can be read from outside.
 */
public final class AccountScope implements ThreadScope {

	private final CurrentAccount stays;

	private final @Nullable ActiveInvocation invocation;

	private final @Nullable AccountScope below;

	private final int height;

	private final boolean attached;

	private final boolean late;

	private final Thread thread = Thread.currentThread();

	/**
	 * What the estimate for a virtual thread began with; used by the thread only.
	 */
	private InvocationLedger.@Nullable Mark estimated;

	// Guarded by this stay.

	private boolean counting;

	private long cpu;

	private long allocated;

	// Guarded by the invocation.

	@Nullable AccountScope previous;

	@Nullable AccountScope next;

	/**
	 * Create a new stay of the calling thread; nothing counts before {@link #resume}.
	 * @param stays the stays of all threads
	 * @param invocation what the thread works for, {@code null} for nobody
	 * @param below the stay of the thread so far
	 * @param attached whether the thread came to work for an invocation that had started,
	 * and will say when it stops
	 */
	public AccountScope(CurrentAccount stays, @Nullable ActiveInvocation invocation, @Nullable AccountScope below,
			boolean attached) {
		this.stays = stays;
		this.invocation = invocation;
		this.below = below;
		this.height = (below != null) ? below.height + 1 : 1;
		this.attached = attached;
		this.late = invocation != null && invocation.isEnded();
	}

	@Nullable ActiveInvocation invocation() {
		return this.invocation;
	}

	@Nullable AccountScope below() {
		return this.below;
	}

	/**
	 * Return how many stays lie on each other here, with this one.
	 */
	public int height() {
		return this.height;
	}

	public Thread thread() {
		return this.thread;
	}

	/**
	 * Return whether this is over by itself, without its thread having said so: the
	 * invocation that the thread started was ended elsewhere.
	 */
	public boolean isForgotten() {
		return !this.attached && this.invocation != null && this.invocation.isEnded();
	}

	/**
	 * Return whether the thread started an invocation with this.
	 * @param invocation the invocation
	 */
	public boolean isStartOf(ActiveInvocation invocation) {
		return !this.attached && this.invocation == invocation;
	}

	public boolean isStart() {
		return !this.attached;
	}

	/**
	 * Return whether the invocation had ended before the thread came.
	 */
	public boolean isLate() {
		return this.late;
	}

	/**
	 * Count from here on.
	 * @param cpuNow the CPU clock of the thread
	 * @param allocatedNow its allocated bytes
	 */
	public void resume(long cpuNow, long allocatedNow) {
		synchronized (this) {
			this.cpu = cpuNow;
			this.allocated = allocatedNow;
			this.counting = true;
		}
		if (cpuNow == ThreadClocks.UNKNOWN && this.invocation != null) {
			endEstimate();
			this.estimated = this.stays.beginEstimate(this);
		}
	}

	/**
	 * Charge what the thread used, and count no more.
	 * @param cpuNow the CPU clock of the thread
	 * @param allocatedNow its allocated bytes
	 */
	public void pause(long cpuNow, long allocatedNow) {
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
	public void hold() {
		endEstimate();
		synchronized (this) {
			this.counting = false;
		}
	}

	private void endEstimate() {
		InvocationLedger.Mark begun = this.estimated;
		if (begun != null) {
			this.estimated = null;
			this.stays.endEstimate(this, begun);
		}
	}

	/**
	 * Return whether what the thread uses is being estimated.
	 */
	public boolean isEstimated() {
		return this.estimated != null;
	}

	/**
	 * Charge what a virtual thread is thought to have used.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param allocatedBytes allocated bytes
	 */
	public void estimate(long cpuNanos, long allocatedBytes) {
		if (this.invocation != null) {
			this.invocation.chargeEstimate(cpuNanos, allocatedBytes);
		}
	}

	/**
	 * Charge what the thread used so far.
	 * @return whether its clocks could be read
	 */
	public boolean settle() {
		if (!isCounting()) {
			return true;
		}
		// Not while the thread would have to wait for it. If it pauses this meanwhile, or
		// goes on with it, these are older than what it read itself, and charge nothing.
		long allocatedNow = this.stays.allocatedBytes(this.thread);
		long cpuNow = this.stays.cpuNanos(this.thread);
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
		if (!this.counting || this.invocation == null) {
			return;
		}
		long usedCpu = ThreadUsage.difference(this.cpu, cpuNow);
		long usedAllocated = ThreadUsage.difference(this.allocated, allocatedNow);
		this.cpu = later(this.cpu, cpuNow);
		this.allocated = later(this.allocated, allocatedNow);
		this.invocation.charge(usedCpu, usedAllocated);
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
		this.stays.detach(this);
	}

}
