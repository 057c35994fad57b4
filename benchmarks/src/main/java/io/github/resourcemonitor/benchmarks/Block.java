package io.github.resourcemonitor.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.sun.management.ThreadMXBean;

/**
 * The usage of the calling thread during consecutive calls.
 *
 * @param calls the number of calls
 * @param nanos the duration in nanoseconds
 * @param cpuNanos the CPU time in nanoseconds
 * @param allocatedBytes the allocated bytes
 */
public record Block(int calls, long nanos, long cpuNanos, long allocatedBytes) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Measure consecutive calls.
	 * @param call the call
	 * @param calls how often it is made
	 * @param <E> the exception of a call
	 * @return what they used
	 * @throws E if a call fails
	 */
	public static <E extends Exception> Block measure(Call<E> call, int calls) throws E {
		long allocated = THREADS.getCurrentThreadAllocatedBytes();
		long cpu = THREADS.getCurrentThreadCpuTime();
		long start = System.nanoTime();
		for (int i = 0; i < calls; i++) {
			call.make();
		}
		long nanos = System.nanoTime() - start;
		cpu = THREADS.getCurrentThreadCpuTime() - cpu;
		allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
		return new Block(calls, nanos, cpu, allocated);
	}

	/**
	 * Return the figures of all calls together.
	 * @return an object of JSON
	 */
	public String json() {
		return String.format(Locale.ROOT, "{\"nanos\": %d, \"cpu\": %d, \"allocated\": %d}", this.nanos, this.cpuNanos,
				this.allocatedBytes);
	}

	/**
	 * A call to measure.
	 *
	 * @param <E> its exception
	 */
	@FunctionalInterface
	public interface Call<E extends Exception> {

		/**
		 * Make the call.
		 * @throws E if it fails
		 */
		void make() throws E;

	}

}
