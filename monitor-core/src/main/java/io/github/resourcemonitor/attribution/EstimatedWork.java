package io.github.resourcemonitor.attribution;

/**
 * Work of a virtual thread, as seen by the estimate.
 */
interface EstimatedWork {

	/**
	 * Charge an estimated usage to the account that the thread works for.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param allocatedBytes allocated bytes
	 */
	void estimate(long cpuNanos, long allocatedBytes);

}
