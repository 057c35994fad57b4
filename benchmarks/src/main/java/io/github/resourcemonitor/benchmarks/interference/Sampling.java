package io.github.resourcemonitor.benchmarks.interference;

import java.io.Closeable;
import java.io.IOException;

/**
 * One way to sample this process. It is made and started before the load is watched, and
 * closed after.
 */
interface Sampling extends Closeable {

	/**
	 * Begin to sample at the interval.
	 * @throws IOException if that is not possible
	 */
	void start() throws IOException;

	/**
	 * Return what was sampled since the start.
	 * @return what was sampled
	 * @throws IOException if that is not known
	 */
	Sampled soFar() throws IOException;

	/**
	 * What a sampler did.
	 *
	 * @param samples the number of samples taken
	 * @param cpuNanos the CPU time used
	 * @param nanos the time since some moment
	 */
	record Sampled(long samples, long cpuNanos, long nanos) {

		Sampled since(Sampled earlier) {
			return new Sampled(this.samples - earlier.samples, this.cpuNanos - earlier.cpuNanos,
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
		public Sampled soFar() {
			return new Sampled(0, 0, 0);
		}

		@Override
		public void close() {
		}

	}

}
