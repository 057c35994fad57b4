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
 * The clocks that a wrapper cannot do without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClockBenchmark {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Wall time, CPU time and allocation, at the start and at the end.
	 * @return a sum, so that nothing is left out
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
	 * Wall time alone.
	 * @return the time
	 */
	@Benchmark
	public long wall() {
		return System.nanoTime();
	}

	/**
	 * CPU time of the thread alone.
	 * @return the time
	 */
	@Benchmark
	public long threadCpu() {
		return this.threads.getCurrentThreadCpuTime();
	}

	/**
	 * Allocation of the thread alone.
	 * @return the bytes
	 */
	@Benchmark
	public long threadAllocation() {
		return this.threads.getCurrentThreadAllocatedBytes();
	}

}
