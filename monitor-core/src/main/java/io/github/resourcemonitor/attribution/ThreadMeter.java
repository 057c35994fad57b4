package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.Nullable;

/**
 * Meter of one thread: at any time, what the thread uses is charged to one account, or to
 * none.
 * <p>
 * Only the thread itself switches between accounts; each switch reads its clocks once.
 * Any thread may {@link #settle}.
 */
public class ThreadMeter {

	private final Thread thread;

	private final GuardedThreadClocks clocks;

	/**
	 * Written by the thread itself, under the lock of this meter.
	 */
	private volatile @Nullable Account account;

	// The state of the clocks up to which the account has been charged; guarded by this
	// meter.

	private long cpu = ThreadClocks.UNKNOWN;

	private long allocated = ThreadClocks.UNKNOWN;

	/**
	 * CPU time charged to invocations so far.
	 */
	private long ownedCpu;

	ThreadMeter(Thread thread, GuardedThreadClocks clocks) {
		this.thread = thread;
		this.clocks = clocks;
	}

	/**
	 * Return the thread.
	 * @return the thread
	 */
	public final Thread thread() {
		return this.thread;
	}

	/**
	 * Return whether the thread is virtual, so that its usage is estimated.
	 * @return whether it is
	 */
	public boolean isVirtual() {
		return false;
	}

	/**
	 * Return the account that is charged now.
	 * @return the account, {@code null} if there is none
	 */
	public final @Nullable Account account() {
		return this.account;
	}

	/**
	 * Charge what the thread has used so far to its current account, and what it uses
	 * from now on to another one. Called by the thread itself.
	 * @param next the account, {@code null} for none
	 */
	public void switchTo(@Nullable Account next) {
		Account before = this.account;
		if (before == next) {
			return;
		}
		long cpuNow;
		long allocatedNow;
		// The work of an invocation neither begins before the last reading nor ends after
		// the first.
		if (next == null || next.isMonitor()) {
			cpuNow = this.clocks.cpuNanos();
			allocatedNow = this.clocks.allocatedBytes();
		}
		else {
			allocatedNow = this.clocks.allocatedBytes();
			cpuNow = this.clocks.cpuNanos();
		}
		synchronized (this) {
			try {
				charge(before, cpuNow, allocatedNow);
			}
			finally {
				this.account = next;
				this.cpu = cpuNow;
				this.allocated = allocatedNow;
			}
		}
	}

	/**
	 * Charge what the thread has used so far to its current account. Called by any
	 * thread.
	 * @return {@code false} if the clocks of the thread could not be read
	 */
	public boolean settle() {
		if (this.account == null) {
			return true;
		}
		// Read outside the lock, so that the thread never waits for these readings. If it
		// switches in the meantime, they are older than its own and charge nothing.
		long allocatedNow = this.clocks.allocatedBytes(this.thread);
		long cpuNow = this.clocks.cpuNanos(this.thread);
		synchronized (this) {
			if (this.account != null && cpuNow == ThreadClocks.UNKNOWN && this.cpu != ThreadClocks.UNKNOWN) {
				// The thread has ended, or only it can read its own clock, which may
				// still happen.
				return false;
			}
			charge(this.account, cpuNow, allocatedNow);
			this.cpu = latest(this.cpu, cpuNow);
			this.allocated = latest(this.allocated, allocatedNow);
			return true;
		}
	}

	private void charge(@Nullable Account to, long cpuNow, long allocatedNow) {
		if (to == null) {
			return;
		}
		long usedCpu = difference(this.cpu, cpuNow);
		if (usedCpu > 0 && !to.isMonitor()) {
			this.ownedCpu += usedCpu;
		}
		to.charge(usedCpu, difference(this.allocated, allocatedNow));
	}

	/**
	 * Return the difference between two readings of a clock.
	 * @param before the earlier reading, or {@link ThreadClocks#UNKNOWN}
	 * @param after the later reading, or {@link ThreadClocks#UNKNOWN}; a throttled clock
	 * can be behind one that another thread has read
	 * @return the difference, at least 0, or {@link ThreadClocks#UNKNOWN}
	 */
	static long difference(long before, long after) {
		return (before == ThreadClocks.UNKNOWN || after == ThreadClocks.UNKNOWN) ? ThreadClocks.UNKNOWN
				: Math.max(0, after - before);
	}

	private static long latest(long before, long now) {
		return (before == ThreadClocks.UNKNOWN || now == ThreadClocks.UNKNOWN) ? now : Math.max(before, now);
	}

	/**
	 * Return the CPU time that this thread was charged for by its own clock, for
	 * invocations that are running or have ended.
	 * @return the time in nanoseconds
	 */
	public final synchronized long ownedCpu() {
		return this.ownedCpu;
	}

	/**
	 * Called by the thread itself when it may block now, or has been blocked until now,
	 * which is where virtual threads change their carrier.
	 */
	public void observe() {
	}

}
