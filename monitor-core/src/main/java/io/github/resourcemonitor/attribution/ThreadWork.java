package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.Nullable;

/**
 * The work of one thread for one account, as the account and the estimate for virtual
 * threads see it.
 */
abstract class ThreadWork {

	private final Thread thread = Thread.currentThread();

	// Neighbours in the list of the account, which guards them.

	@Nullable ThreadWork previous;

	@Nullable ThreadWork next;

	/**
	 * Return the thread that works.
	 */
	final Thread thread() {
		return this.thread;
	}

	/**
	 * Charge what the thread used so far, by the clocks that can be read from outside.
	 * Safe for use by any thread.
	 * @return whether its clocks could be read
	 */
	abstract boolean settle();

	/**
	 * Charge what a virtual thread is estimated to have used.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param allocatedBytes allocated bytes
	 */
	abstract void estimate(long cpuNanos, long allocatedBytes);

}
