package io.github.resourcemonitor.sampling;

import java.time.Duration;

/**
 * How the sampler works.
 *
 * @param interval the time between two samples
 * @param cpuBudget the CPU that sampling may use, as a fraction of one core
 * @param idleTimeout how long the thread stays, parked, after the last invocation
 * @param ringCapacity the number of samples that the ring holds
 * @param maxRows the number of rows that a series holds at most
 */
public record SamplerOptions(Duration interval, double cpuBudget, Duration idleTimeout, int ringCapacity, int maxRows) {

	/**
	 * Create options.
	 */
	public SamplerOptions {
		if (interval.toMillis() < 1) {
			throw new IllegalArgumentException("The sampling interval must be at least 1 ms, but is " + interval);
		}
		if (!(cpuBudget > 0)) {
			throw new IllegalArgumentException("The CPU budget must be above 0, but is " + cpuBudget);
		}
		if (ringCapacity < 2) {
			throw new IllegalArgumentException("The ring must hold 2 samples or more, not " + ringCapacity);
		}
		if (maxRows < 0) {
			throw new IllegalArgumentException("A series must hold 0 rows or more, not " + maxRows);
		}
	}

}
