package io.github.resourcemonitor.sampling;

import java.time.Duration;

/**
 * Options of the sampler.
 *
 * @param interval the time between two samples
 * @param cpuBudget the CPU time that sampling may use, as a fraction of one core
 * @param idleTimeout the time for which the thread remains parked after the last
 * invocation before it ends
 * @param ringCapacity the number of samples in the ring
 * @param maxRows the maximum number of rows in a series
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
			throw new IllegalArgumentException("The ring capacity must be at least 2 samples, but is " + ringCapacity);
		}
		if (maxRows < 0) {
			throw new IllegalArgumentException("The maximum number of rows must not be negative, but is " + maxRows);
		}
	}

}
