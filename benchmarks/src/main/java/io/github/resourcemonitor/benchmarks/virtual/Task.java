package io.github.resourcemonitor.benchmarks.virtual;

/**
 * A task with its actual usage, which it measures itself, and the usage according to the
 * {@link Estimate}.
 */
final class Task {

	final Thread thread = Thread.currentThread();

	final boolean heavy;

	// Actual usage in nanoseconds and bytes, written by the thread of the task.

	long actualCpu;

	long actualBytes;

	// Estimated usage, guarded by the lock of the estimate.

	double cpu;

	double bytes;

	/**
	 * Index in {@link Estimate#open}, or -1 after the end of the task.
	 */
	int index;

	/**
	 * The most CPU time that the task can have used according to its record, in
	 * nanoseconds; {@code NaN} if the estimate has no such limit.
	 */
	double cpuLimit = Double.NaN;

	Task(boolean heavy) {
		this.heavy = heavy;
	}

	void add(double cpu, double bytes) {
		this.cpu += cpu;
		this.bytes += bytes;
	}

}
