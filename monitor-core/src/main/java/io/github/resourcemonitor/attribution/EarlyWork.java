package io.github.resourcemonitor.attribution;

/**
 * Account of work for an invocation that has not started yet, such as the assembly of a
 * publisher. It is part of no share until it is charged to the invocation. Thread-safe.
 */
public final class EarlyWork implements Account {

	private long cpu;

	private long allocated;

	private boolean cpuKnown = true;

	private boolean allocatedKnown = true;

	@Override
	public synchronized void charge(long cpuNanos, long allocatedBytes) {
		this.cpuKnown &= cpuNanos != ThreadClocks.UNKNOWN;
		this.allocatedKnown &= allocatedBytes != ThreadClocks.UNKNOWN;
		this.cpu += Math.max(0, cpuNanos);
		this.allocated += Math.max(0, allocatedBytes);
	}

	@Override
	public Account monitor() {
		return MonitorWork.UNCOUNTED;
	}

	/**
	 * Return the CPU time that was not charged to an invocation yet.
	 * @return the time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 */
	public synchronized long cpuNanos() {
		return this.cpuKnown ? this.cpu : ThreadClocks.UNKNOWN;
	}

	/**
	 * Return the bytes allocated on the heap that were not charged to an invocation yet.
	 * @return the bytes, or {@link ThreadClocks#UNKNOWN}
	 */
	public synchronized long allocatedBytes() {
		return this.allocatedKnown ? this.allocated : ThreadClocks.UNKNOWN;
	}

	/**
	 * Charge the work so far to an invocation, once.
	 * @param account the account of the invocation
	 */
	public synchronized void chargeTo(Account account) {
		account.charge(cpuNanos(), allocatedBytes());
		this.cpu = 0;
		this.allocated = 0;
	}

}
