package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.failure.Failures;

/**
 * Creates the meters of threads.
 */
public final class ThreadMeters {

	private final GuardedThreadClocks clocks;

	private final VirtualThreads virtualThreads;

	/**
	 * Create a new instance.
	 * @param clocks the clocks of threads
	 * @param failures where failures are recorded
	 */
	public ThreadMeters(ThreadClocks clocks, Failures failures) {
		this.clocks = new GuardedThreadClocks(clocks, failures);
		this.virtualThreads = new VirtualThreads(failures);
	}

	/**
	 * Create the meter of a thread. Nothing is charged before its first switch.
	 * @param thread the thread
	 * @return the meter
	 */
	public ThreadMeter create(Thread thread) {
		return JvmThreadClocks.isVirtual(thread) ? new VirtualThreadMeter(thread, this.clocks, this.virtualThreads)
				: new ThreadMeter(thread, this.clocks);
	}

	/**
	 * Return the CPU clock of the calling thread.
	 * @return the time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 */
	public long cpuNanos() {
		return this.clocks.cpuNanos();
	}

	/**
	 * Return the CPU time that was estimated for invocations on all virtual threads.
	 * @return the time in nanoseconds
	 */
	public long estimatedCpu() {
		return this.virtualThreads.estimatedCpu();
	}

}
