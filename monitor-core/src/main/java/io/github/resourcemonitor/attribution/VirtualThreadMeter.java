package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Meter of a virtual thread, which has no clocks: its usage is estimated.
 */
final class VirtualThreadMeter extends ThreadMeter implements EstimatedWork {

	private final VirtualThreads estimates;

	private volatile @Nullable Account estimated;

	/**
	 * Start of the estimate for the current account; confined to the thread.
	 */
	private InvocationLedger.@Nullable Mark started;

	VirtualThreadMeter(Thread thread, GuardedThreadClocks clocks, VirtualThreads estimates) {
		super(thread, clocks);
		this.estimates = estimates;
	}

	@Override
	public void switchTo(@Nullable Account next) {
		if (account() == next) {
			return;
		}
		InvocationLedger.Mark mark = this.started;
		if (mark != null) {
			this.started = null;
			this.estimates.end(this, mark);
		}
		// Tells the account that its usage is not known exactly.
		super.switchTo(next);
		this.estimated = next;
		if (next != null && !next.isMonitor()) {
			this.started = this.estimates.begin(this);
		}
	}

	@Override
	public boolean settle() {
		if (this.estimated != null) {
			this.estimates.settle(this);
		}
		return super.settle();
	}

	@Override
	public void estimate(long cpuNanos, long allocatedBytes) {
		Account account = this.estimated;
		if (account != null) {
			account.chargeEstimate(cpuNanos, allocatedBytes);
		}
	}

	@Override
	public void observe() {
		if (this.started != null) {
			this.estimates.observe(this);
		}
	}

}
