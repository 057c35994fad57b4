package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.LedgerStart;
import org.jspecify.annotations.Nullable;

/**
 * Meter of a virtual thread, which has no clocks: its usage is estimated. A virtual
 * thread runs on one carrier at a time, so it cannot have used more CPU time than has
 * elapsed.
 */
final class VirtualThreadMeter extends ThreadMeter implements EstimatedWork {

	private final VirtualThreads estimates;

	private volatile @Nullable InvocationAccount estimated;

	/**
	 * Start of the estimate for the current account; confined to the thread.
	 */
	private @Nullable LedgerStart started;

	/**
	 * The time at which the thread began to work for its account.
	 */
	private volatile long since;

	/**
	 * CPU time that was assigned to the account since then, guarded by the estimator.
	 */
	private long assignedCpu;

	/**
	 * The time up to which the account knows the elapsed time, guarded by this meter.
	 */
	private long limitedUpTo;

	VirtualThreadMeter(Thread thread, GuardedThreadClocks clocks, VirtualThreads estimates) {
		super(thread, clocks);
		this.estimates = estimates;
	}

	@Override
	public boolean isVirtual() {
		return true;
	}

	@Override
	public void switchTo(@Nullable Account next) {
		if (account() == next) {
			return;
		}
		endEstimate();
		// Tells the account that its usage is not known exactly.
		super.switchTo(next);
		// Work before the start of an invocation is not estimated, but split.
		if (next instanceof InvocationAccount invocation) {
			beginEstimate(invocation);
		}
	}

	private void beginEstimate(InvocationAccount account) {
		long now = System.nanoTime();
		synchronized (this) {
			this.limitedUpTo = now;
		}
		this.since = now;
		this.assignedCpu = 0;
		this.estimated = account;
		this.started = this.estimates.begin(this);
	}

	private void endEstimate() {
		LedgerStart mark = this.started;
		if (mark != null) {
			this.started = null;
			this.estimates.end(this, mark);
		}
		limit();
		this.estimated = null;
	}

	@Override
	public boolean settle() {
		if (this.estimated != null) {
			this.estimates.settle(this);
			limit();
		}
		return super.settle();
	}

	/**
	 * Tell the account the time that has elapsed, which is the limit of the estimate.
	 */
	private synchronized void limit() {
		InvocationAccount account = this.estimated;
		long now = System.nanoTime();
		if (account != null && now - this.limitedUpTo > 0) {
			account.chargeEstimateLimit(now - this.limitedUpTo);
			this.limitedUpTo = now;
		}
	}

	@Override
	public void estimate(long cpuNanos, long allocatedBytes) {
		InvocationAccount account = this.estimated;
		if (account != null) {
			this.assignedCpu += cpuNanos;
			account.chargeEstimate(cpuNanos, allocatedBytes);
		}
	}

	@Override
	public long excessCpuNanos() {
		return Math.max(0, this.assignedCpu - (System.nanoTime() - this.since));
	}

	@Override
	public void observe() {
		if (this.started != null) {
			this.estimates.observe(this);
		}
	}

}
