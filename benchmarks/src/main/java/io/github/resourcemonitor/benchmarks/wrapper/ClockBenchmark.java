package io.github.resourcemonitor.benchmarks.wrapper;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The clock reads that the measurement of a call requires at least.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClockBenchmark {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Wall time, CPU time and allocation, at the start and at the end.
	 * @return a sum of all values, so that no read is optimized away
	 */
	@Benchmark
	public long sixReads() {
		long allocated = this.threads.getCurrentThreadAllocatedBytes();
		long cpu = this.threads.getCurrentThreadCpuTime();
		long start = System.nanoTime();
		long end = System.nanoTime();
		return (end - start) + (this.threads.getCurrentThreadCpuTime() - cpu)
				+ (this.threads.getCurrentThreadAllocatedBytes() - allocated);
	}

	/**
	 * Wall time only.
	 * @return the time in nanoseconds
	 */
	@Benchmark
	public long wall() {
		return System.nanoTime();
	}

	/**
	 * CPU time of the thread only.
	 * @return the time in nanoseconds
	 */
	@Benchmark
	public long threadCpu() {
		return this.threads.getCurrentThreadCpuTime();
	}

	/**
	 * Allocation of the thread only.
	 * @return the number of bytes
	 */
	@Benchmark
	public long threadAllocation() {
		return this.threads.getCurrentThreadAllocatedBytes();
	}

}
