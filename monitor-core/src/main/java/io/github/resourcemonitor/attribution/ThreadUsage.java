package io.github.resourcemonitor.attribution;

/**
 * Usage of a thread between two points in time.
 *
 * @param cpuNanos CPU time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
 * @param allocatedBytes bytes allocated on the heap, or {@link ThreadClocks#UNKNOWN}
 */
public record ThreadUsage(long cpuNanos, long allocatedBytes) {

	/**
	 * Return the usage between this state of the clocks and a later one.
	 * @param later the later state of the clocks
	 * @return the difference
	 */
	public ThreadUsage until(ThreadUsage later) {
		return new ThreadUsage(difference(this.cpuNanos, later.cpuNanos),
				difference(this.allocatedBytes, later.allocatedBytes));
	}

	/**
	 * Return the difference between two readings of a clock.
	 * @param before the earlier reading, or {@link ThreadClocks#UNKNOWN}
	 * @param after the later reading, or {@link ThreadClocks#UNKNOWN}; a throttled clock
	 * can be behind one that another thread has read
	 * @return the difference, at least 0, or {@link ThreadClocks#UNKNOWN}
	 */
	public static long difference(long before, long after) {
		return (before == ThreadClocks.UNKNOWN || after == ThreadClocks.UNKNOWN) ? ThreadClocks.UNKNOWN
				: Math.max(0, after - before);
	}

}
