package io.github.resourcemonitor.benchmarks.virtual;

/**
 * A task on its thread: what it really used, which it tells itself, and what somebody
 * else thinks that it used.
 */
final class Stay {

	final Thread thread = Thread.currentThread();

	final boolean heavy;

	// Written by the task.

	long trueCpu;

	long trueBytes;

	// Written by whoever estimates, under its lock.

	double cpu;

	double bytes;

	/**
	 * Its place among those that are open, -1 after its end: its account is closed then.
	 */
	int index;

	Stay(boolean heavy) {
		this.heavy = heavy;
	}

	void add(double cpu, double bytes) {
		this.cpu += cpu;
		this.bytes += bytes;
	}

}
