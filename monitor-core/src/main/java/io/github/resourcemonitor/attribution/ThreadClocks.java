package io.github.resourcemonitor.attribution;

/**
 * The clocks of threads: the CPU time of each and the bytes that it allocated.
 */
public interface ThreadClocks {

	/**
	 * Says that a clock does not exist for the calling thread.
	 */
	long UNKNOWN = -1;

	/**
	 * Return the CPU time of the calling thread.
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread
	 */
	long cpuNanos();

	/**
	 * Return the bytes that the calling thread allocated on the heap.
	 * @return the bytes, or {@link #UNKNOWN} for a virtual thread or another kind of JVM
	 */
	long allocatedBytes();

	/**
	 * Return the CPU time of another thread.
	 * @param thread the thread
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread, one that
	 * has ended, or if clocks cannot be read from outside
	 */
	default long cpuNanos(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the bytes that another thread allocated on the heap.
	 * @param thread the thread
	 * @return the bytes, or {@link #UNKNOWN} as for {@link #cpuNanos(Thread)}
	 */
	default long allocatedBytes(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the smallest step of {@link #cpuNanos()}.
	 * @return the step in nanoseconds; 0 if finer than 1 ms
	 */
	long resolutionNanos();

}
