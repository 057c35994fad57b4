package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.Nullable;

/**
 * Work of one thread for one account, as seen by the account and by the estimate for
 * virtual threads.
 */
abstract class ThreadWork {

	private final Thread thread = Thread.currentThread();

	// Links of the list of the account, guarded by the account.

	@Nullable ThreadWork previous;

	@Nullable ThreadWork next;

	/**
	 * Return the thread that works.
	 */
	final Thread thread() {
		return this.thread;
	}

	/**
	 * Charge what the thread has used so far, by the clocks that other threads can read.
	 * Thread-safe.
	 * @return whether its clocks could be read
	 */
	abstract boolean settle();

	/**
	 * Charge the estimated usage of a virtual thread.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param allocatedBytes allocated bytes
	 */
	abstract void estimate(long cpuNanos, long allocatedBytes);

}
