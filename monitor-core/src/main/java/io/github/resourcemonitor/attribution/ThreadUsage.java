package io.github.resourcemonitor.attribution;

/**
 * What a thread used between two moments.
 *
 * @param cpuNanos CPU time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
 * @param allocatedBytes bytes allocated on the heap, or {@link ThreadClocks#UNKNOWN}
 */
public record ThreadUsage(long cpuNanos, long allocatedBytes) {

	/**
	 * Return what was used up to another moment, if this is the state of the clocks at
	 * one.
	 * @param later the state of the clocks then
	 * @return the difference
	 */
	public ThreadUsage until(ThreadUsage later) {
		return new ThreadUsage(difference(this.cpuNanos, later.cpuNanos),
				difference(this.allocatedBytes, later.allocatedBytes));
	}

	/**
	 * Return how much a clock went on.
	 * @param before what it said, or {@link ThreadClocks#UNKNOWN}
	 * @param after what it said later, or {@link ThreadClocks#UNKNOWN}; a clock that is
	 * read sparingly can be behind one that was read from outside
	 * @return the difference, at least 0, or {@link ThreadClocks#UNKNOWN}
	 */
	public static long difference(long before, long after) {
		return (before == ThreadClocks.UNKNOWN || after == ThreadClocks.UNKNOWN) ? ThreadClocks.UNKNOWN
				: Math.max(0, after - before);
	}

}
