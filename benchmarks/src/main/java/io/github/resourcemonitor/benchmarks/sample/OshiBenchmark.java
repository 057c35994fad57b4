package io.github.resourcemonitor.benchmarks.sample;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * One sample of the benchmark's own process by OSHI.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OshiBenchmark {

	private final OperatingSystem system;

	private final OSProcess self;

	private final double physicalMemory;

	/**
	 * Load OSHI.
	 */
	public OshiBenchmark() {
		SystemInfo oshi = new SystemInfo();
		this.system = oshi.getOperatingSystem();
		this.self = this.system.getCurrentProcess();
		this.physicalMemory = oshi.getHardware().getMemory().getTotal();
	}

	/**
	 * The attributes that OSHI reads in one call: times, memory, threads, disk bytes,
	 * page faults.
	 * @param process the process
	 * @return whether the update succeeded
	 */
	@Benchmark
	public boolean updateAttributes(ShapedProcess process) {
		return this.self.updateAttributes();
	}

	/**
	 * The attributes and the number of open files, which together have the sources of
	 * {@link SampleBenchmark#four}.
	 * @param process the process
	 * @return the number of open files
	 */
	@Benchmark
	public long four(ShapedProcess process) {
		this.self.updateAttributes();
		return this.self.getOpenFiles();
	}

	/**
	 * The keys of the original module as far as OSHI provides them: without PSS, USS and
	 * swap, details of the memory, numbers of read and write calls and characters, and
	 * the times of children.
	 * @param process the process
	 * @param hole consumes the values
	 */
	@Benchmark
	public void originalKeys(ShapedProcess process, Blackhole hole) {
		this.self.updateAttributes();
		hole.consume(this.self.getUserTime() + this.self.getKernelTime());
		hole.consume(this.self.getProcessCpuLoadCumulative());
		hole.consume(this.self.getResidentMemory() / this.physicalMemory);
		hole.consume(this.self.getVirtualSize());
		hole.consume(this.self.getThreadCount());
		hole.consume(this.self.getThreadDetails());
		hole.consume(this.self.getOpenFiles());
		hole.consume(this.self.getBytesRead() + this.self.getBytesWritten());
		hole.consume(this.self.getUpTime());
		hole.consume(this.system.getInternetProtocolStats().getConnections());
	}

}
