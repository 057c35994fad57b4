package io.github.resourcemonitor.attribution;

/**
 * Work of a virtual thread, as seen by the estimate.
 */
interface EstimatedWork {

	/**
	 * Charge an estimated usage to the account that the thread works for.
	 * @param cpuNanos CPU time in nanoseconds, negative to correct earlier estimates
	 * @param allocatedBytes allocated bytes
	 */
	void estimate(long cpuNanos, long allocatedBytes);

	/**
	 * Return by how much the estimates so far exceed what the thread can have used.
	 * @return CPU time in nanoseconds, 0 if they do not
	 */
	default long excessCpuNanos() {
		return 0;
	}

}
