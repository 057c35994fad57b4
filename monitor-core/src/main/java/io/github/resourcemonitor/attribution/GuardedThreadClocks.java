package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.failure.Failures;

/**
 * Thread clocks that do not throw. A clock that fails reads {@link ThreadClocks#UNKNOWN},
 * and the failure is recorded.
 */
public final class GuardedThreadClocks {

	private final ThreadClocks clocks;

	private final Failures failures;

	GuardedThreadClocks(ThreadClocks clocks, Failures failures) {
		this.clocks = clocks;
		this.failures = failures;
	}

	/**
	 * Return the CPU clock of the calling thread.
	 * @return the time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 */
	public long cpuNanos() {
		try {
			return this.clocks.cpuNanos();
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	/**
	 * Return the bytes that the calling thread has allocated.
	 * @return the bytes, or {@link ThreadClocks#UNKNOWN}
	 */
	public long allocatedBytes() {
		try {
			return this.clocks.allocatedBytes();
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	/**
	 * Return the CPU clock of any thread.
	 * @param thread the thread
	 * @return the time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
	 */
	public long cpuNanos(Thread thread) {
		if (thread == Thread.currentThread()) {
			return cpuNanos();
		}
		try {
			return this.clocks.cpuNanos(thread);
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	/**
	 * Return the bytes that any thread has allocated.
	 * @param thread the thread
	 * @return the bytes, or {@link ThreadClocks#UNKNOWN}
	 */
	public long allocatedBytes(Thread thread) {
		if (thread == Thread.currentThread()) {
			return allocatedBytes();
		}
		try {
			return this.clocks.allocatedBytes(thread);
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	private long unreadable(Throwable ex) {
		this.failures.record("clock of a thread", ex);
		return ThreadClocks.UNKNOWN;
	}

}
