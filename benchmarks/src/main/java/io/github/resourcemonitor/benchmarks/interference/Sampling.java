package io.github.resourcemonitor.benchmarks.interference;

import java.io.Closeable;
import java.io.IOException;

/**
 * A sampler of this process. Created and started before the load is measured, and closed
 * afterwards.
 */
interface Sampling extends Closeable {

	/**
	 * Start to sample at the interval.
	 * @throws IOException if sampling cannot be started
	 */
	void start() throws IOException;

	/**
	 * Return the totals since the start.
	 * @return the totals
	 * @throws IOException if they cannot be read
	 */
	Totals totals() throws IOException;

	/**
	 * The totals of a sampler.
	 *
	 * @param samples the number of samples taken
	 * @param cpuNanos the CPU time used in nanoseconds
	 * @param nanos the time of the reading in nanoseconds, from an arbitrary origin
	 */
	record Totals(long samples, long cpuNanos, long nanos) {

		Totals since(Totals earlier) {
			return new Totals(this.samples - earlier.samples, this.cpuNanos - earlier.cpuNanos,
					this.nanos - earlier.nanos);
		}

	}

	/**
	 * No sampling at all.
	 */
	final class None implements Sampling {

		@Override
		public void start() {
		}

		@Override
		public Totals totals() {
			return new Totals(0, 0, 0);
		}

		@Override
		public void close() {
		}

	}

}
