package io.github.resourcemonitor.benchmarks.transport;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

import com.google.cloud.storage.Storage;
import com.sun.management.ThreadMXBean;

/**
 * The usage of the calling thread during consecutive calls.
 *
 * @param calls the number of calls
 * @param nanos the duration in nanoseconds
 * @param cpuNanos the CPU time in nanoseconds
 * @param allocatedBytes the allocated bytes
 */
record Block(int calls, long nanos, long cpuNanos, long allocatedBytes) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	static Block measure(Transfer transfer, Storage storage, int calls) throws IOException {
		long allocated = THREADS.getCurrentThreadAllocatedBytes();
		long cpu = THREADS.getCurrentThreadCpuTime();
		long start = System.nanoTime();
		for (int i = 0; i < calls; i++) {
			transfer.perform(storage);
		}
		long nanos = System.nanoTime() - start;
		cpu = THREADS.getCurrentThreadCpuTime() - cpu;
		allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
		return new Block(calls, nanos, cpu, allocated);
	}

	String json() {
		return String.format(Locale.ROOT, "{\"nanos\": %d, \"cpu\": %d, \"allocated\": %d}", this.nanos, this.cpuNanos,
				this.allocatedBytes);
	}

}
