package io.github.resourcemonitor.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import io.github.resourcemonitor.sampling.linux.LinuxSource;

/**
 * Prints the cost of each clock, each reader and a whole invocation on the current
 * platform in nanoseconds: the median, the minimum and the maximum of several rounds. For
 * platforms on which JMH is too heavy; elsewhere the JMH benchmarks are more accurate.
 */
public final class ReadingCosts {

	/**
	 * Number of calls after which measured code is compiled, unless the time limit is
	 * reached before.
	 */
	private static final int WARM_UP_CALLS = 20_000;

	/**
	 * Longer than the time for which an edge reading is shared.
	 */
	private static final long APART_NANOS = 1_200_000;

	private static final int APART_CALLS = 50;

	private final Path proc = Path.of("/proc/self");

	private final int rounds;

	private final long warmUpNanos;

	private final long maxWarmUpNanos;

	private final long roundNanos;

	private final long stepsNanos;

	private long sink;

	private ReadingCosts(boolean quick) {
		this.rounds = quick ? 3 : 9;
		this.warmUpNanos = quick ? 10_000_000 : 150_000_000;
		this.maxWarmUpNanos = quick ? 20_000_000 : 1_500_000_000;
		this.roundNanos = quick ? 2_000_000 : 15_000_000;
		this.stepsNanos = quick ? 100_000_000 : 500_000_000;
	}

	/**
	 * Measure everything and print the results.
	 * @param args {@code yes} for a quick run, whose figures are meaningless
	 * @throws Exception if a file that every Linux has cannot be read
	 */
	public static void main(String[] args) throws Exception {
		ReadingCosts costs = new ReadingCosts(args.length > 0 && args[0].equals("yes"));
		System.out.printf("# java %s, %d processors, %s%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), Files.readString(Path.of("/proc/version")).trim());
		System.out.printf(Locale.ROOT, "%-62s %12s %12s %12s%n", "what", "median ns", "min", "max");
		costs.clocks("at the start");
		costs.readers();
		costs.fileAccess();
		costs.invocations();
		// gVisor needs some seconds to calibrate its clocks; until then each reading is a
		// system call.
		costs.clocks("at the end");
		// Keeps the JIT compiler from removing the readings.
		System.out.println("# " + (costs.sink != 0));
	}

	private void clocks(String when) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Clock clock = Clock.systemUTC();
		section("clocks, " + when);
		measure("System.nanoTime", System::nanoTime);
		measure("Instant.now", () -> clock.instant().getNano());
		measure("ThreadMXBean.getCurrentThreadCpuTime", threads::getCurrentThreadCpuTime);
		measure("ThreadMXBean.getCurrentThreadAllocatedBytes", threads::getCurrentThreadAllocatedBytes);
		if (ManagementFactory
			.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean operatingSystem) {
			measure("OperatingSystemMXBean.getProcessCpuTime", operatingSystem::getProcessCpuTime);
		}
		measure("Runtime.totalMemory - freeMemory",
				() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		steps("ThreadMXBean.getCurrentThreadCpuTime", threads::getCurrentThreadCpuTime);
	}

	/**
	 * Print the step by which a clock advances while its thread is busy, which is its
	 * resolution.
	 */
	private void steps(String name, LongCall clock) {
		List<Long> steps = new ArrayList<>();
		try {
			long end = System.nanoTime() + this.stepsNanos;
			long last = clock.call();
			while (System.nanoTime() < end) {
				long now = clock.call();
				if (now != last) {
					steps.add(now - last);
					last = now;
				}
			}
		}
		catch (Exception ex) {
			failed(name, ex);
			return;
		}
		if (steps.isEmpty()) {
			System.out.printf("%-62s did not move within %d ms of work%n", name + ", step",
					this.stepsNanos / 1_000_000);
			return;
		}
		row(name + ", step", steps.stream().mapToDouble(Long::doubleValue).toArray());
	}

	private void readers() {
		LinuxSource source = LinuxSource.detect(Path.of("/"));
		if (source == null) {
			return;
		}
		List<ResourceReader> readers = source.open();
		long[] row = new long[Column.COUNT];
		for (Tier tier : Tier.values()) {
			section("readers, " + tier.name().toLowerCase(Locale.ROOT) + " tier");
			List<ResourceReader> readersOfTier = readers.stream().filter((reader) -> reader.tier() == tier).toList();
			for (ResourceReader reader : readersOfTier) {
				measure(reader.name(), () -> read(reader, row));
			}
			measure("all of these", () -> {
				for (ResourceReader reader : readersOfTier) {
					read(reader, row);
				}
				return row[0];
			});
		}
		readers.forEach(ResourceReader::close);
	}

	private static long read(ResourceReader reader, long[] row) throws IOException {
		reader.read(row);
		return row[0];
	}

	private void fileAccess() throws IOException {
		for (String name : List.of("stat", "statm", "io", "status")) {
			section("file access to /proc/self/" + name);
			Path path = this.proc.resolve(name);
			byte[] bytes = new byte[4096];
			ByteBuffer heap = ByteBuffer.wrap(bytes);
			ByteBuffer direct = ByteBuffer.allocateDirect(4096);
			try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
					FileChannel channel = FileChannel.open(path)) {
				measure("RandomAccessFile.seek", () -> seek(file));
				measure("RandomAccessFile.seek + read", () -> seek(file) + file.read(bytes));
				measure("FileChannel.read(heap buffer, 0)", () -> channel.read(heap.clear(), 0));
				measure("FileChannel.read(direct buffer, 0)", () -> channel.read(direct.clear(), 0));
				measure("open, read and close", () -> {
					try (RandomAccessFile once = new RandomAccessFile(path.toFile(), "r")) {
						return once.read(bytes);
					}
				});
			}
		}
		section("the directory /proc/self/fd");
		File folder = this.proc.resolve("fd").toFile();
		System.out.printf("%-62s %d entries, length %d%n", "list() and length()", count(folder), folder.length());
		measure("File.length", folder::length);
		measure("File.list", () -> count(folder));
		measure("FileChannel.open", () -> {
			try (FileChannel channel = FileChannel.open(folder.toPath())) {
				return channel.isOpen() ? 1 : 0;
			}
		});
		try (FileChannel channel = FileChannel.open(folder.toPath())) {
			System.out.printf("%-62s %d%n", "FileChannel.size() of it", channel.size());
			measure("FileChannel.size", channel::size);
		}
		catch (IOException ex) {
			failed("FileChannel.size", ex);
		}
	}

	private static long seek(RandomAccessFile file) throws IOException {
		file.seek(0);
		return 1;
	}

	private static int count(File folder) throws IOException {
		String[] entries = folder.list();
		if (entries == null) {
			throw new IOException("cannot be listed");
		}
		return entries.length;
	}

	private void invocations() throws Exception {
		section("consecutive invocations");
		for (boolean sampler : new boolean[] { false, true }) {
			for (boolean edges : new boolean[] { false, true }) {
				String name = "edges " + onOff(edges) + ", sampler " + onOff(sampler);
				try (MonitoredContext context = new MonitoredContext("sampling.edges=" + edges,
						"sampling.enabled=" + sampler)) {
					ResourceMonitor monitor = context.monitor();
					AtomicLong calls = new AtomicLong();
					measure(name, () -> call(monitor, calls::incrementAndGet));
					if (edges) {
						measureApart(name + ", 1.2 ms apart, nothing shared",
								() -> call(monitor, calls::incrementAndGet));
					}
				}
			}
		}
	}

	private static long call(ResourceMonitor monitor, Callable<Long> work) throws Exception {
		return monitor.call("costs", work);
	}

	private static String onOff(boolean on) {
		return on ? "on" : "off";
	}

	private void measure(String name, LongCall call) {
		try {
			long calls = 0;
			long start = System.nanoTime();
			long elapsed = 0;
			while (elapsed < this.warmUpNanos || calls < WARM_UP_CALLS && elapsed < this.maxWarmUpNanos) {
				this.sink += call.call();
				calls++;
				elapsed = System.nanoTime() - start;
			}
			long perRound = Math.max(1, calls * this.roundNanos / elapsed);
			double[] rounds = new double[this.rounds];
			for (int round = 0; round < this.rounds; round++) {
				long begin = System.nanoTime();
				for (long i = 0; i < perRound; i++) {
					this.sink += call.call();
				}
				rounds[round] = (double) (System.nanoTime() - begin) / perRound;
			}
			row(name, rounds);
		}
		catch (Exception ex) {
			failed(name, ex);
		}
	}

	private void measureApart(String name, LongCall call) throws Exception {
		double[] calls = new double[APART_CALLS];
		for (int i = 0; i < calls.length; i++) {
			long end = System.nanoTime();
			while (System.nanoTime() - end < APART_NANOS) {
				Thread.onSpinWait();
			}
			long begin = System.nanoTime();
			this.sink += call.call();
			calls[i] = System.nanoTime() - begin;
		}
		row(name, calls);
	}

	private static void section(String title) {
		System.out.println("-- " + title);
	}

	private static void row(String name, double[] values) {
		Arrays.sort(values);
		System.out.printf(Locale.ROOT, "%-62s %,12.0f %,12.0f %,12.0f%n", name, values[values.length / 2], values[0],
				values[values.length - 1]);
	}

	private static void failed(String name, Exception ex) {
		System.out.printf("%-62s fails: %s%n", name, ex);
	}

	/**
	 * A measured operation. Its result is consumed, so that the JIT compiler cannot
	 * remove it.
	 */
	@FunctionalInterface
	private interface LongCall {

		long call() throws Exception;

	}

}
