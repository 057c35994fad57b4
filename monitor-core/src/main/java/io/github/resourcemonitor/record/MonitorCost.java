package io.github.resourcemonitor.record;

/**
 * Cost of the monitor itself during an invocation, and the data that it dropped.
 *
 * @param cpuNanos the CPU time of the sampler, and of the monitor's work for nested
 * invocations on the threads of this one, in nanoseconds. The CPU time of the hooks at
 * the start and end is not part of it, because reading the CPU clock twice more would
 * cost as much as most of them
 * @param hookNanos the elapsed time of the hooks at the start and end, without publishing
 * the record, in nanoseconds, and that of the sampler if the CPU clock of threads is
 * coarser than 1 ms. It includes the time that a thread waited for a processor. 0 if it
 * was too short for the clock
 * @param dropped the number of samples that were overwritten, plus the number of service
 * calls whose operation exceeded the limit, plus the number of records that exporters
 * have dropped since the record before
 */
public record MonitorCost(long cpuNanos, long hookNanos, long dropped) {

	/**
	 * Create the cost of an invocation whose hooks took no time.
	 * @param cpuNanos the CPU time in nanoseconds
	 * @param dropped the number of samples and calls that were dropped
	 */
	public MonitorCost(long cpuNanos, long dropped) {
		this(cpuNanos, 0, dropped);
	}

}
