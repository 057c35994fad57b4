package io.github.resourcemonitor.attribution;

/**
 * Account that the usage of threads is charged to: that of an invocation, or of the
 * monitor's own work. Thread-safe.
 */
public interface Account {

	/**
	 * Charge the usage of a thread.
	 * @param cpuNanos CPU time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 * @param allocatedBytes bytes allocated on the heap, or {@link ThreadClocks#UNKNOWN}
	 */
	void charge(long cpuNanos, long allocatedBytes);

	/**
	 * Return whether this is the account of the monitor's own work.
	 * @return whether it is
	 */
	default boolean isMonitor() {
		return false;
	}

	/**
	 * Return the account for what the monitor itself uses on a thread that works for this
	 * account.
	 * @return the account
	 */
	Account monitor();

}
