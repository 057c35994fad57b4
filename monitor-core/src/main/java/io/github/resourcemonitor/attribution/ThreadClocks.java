package io.github.resourcemonitor.attribution;

/**
 * Clocks of threads: CPU time and allocated bytes.
 */
public interface ThreadClocks {

	/**
	 * Value of a clock that does not exist or cannot be read.
	 */
	long UNKNOWN = -1;

	/**
	 * Return the CPU time of the calling thread.
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread
	 */
	long cpuNanos();

	/**
	 * Return the bytes that the calling thread has allocated on the heap.
	 * @return the bytes, or {@link #UNKNOWN} for a virtual thread or a JVM without this
	 * clock
	 */
	long allocatedBytes();

	/**
	 * Return the CPU time of another thread.
	 * @param thread the thread
	 * @return the time in nanoseconds, or {@link #UNKNOWN} for a virtual thread, one that
	 * has ended, or if clocks of other threads cannot be read
	 */
	default long cpuNanos(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the bytes that another thread has allocated on the heap.
	 * @param thread the thread
	 * @return the bytes, or {@link #UNKNOWN} as for {@link #cpuNanos(Thread)}
	 */
	default long allocatedBytes(Thread thread) {
		return UNKNOWN;
	}

	/**
	 * Return the resolution of {@link #cpuNanos()}.
	 * @return the smallest step in nanoseconds; 0 if finer than 1 ms
	 */
	long resolutionNanos();

}
