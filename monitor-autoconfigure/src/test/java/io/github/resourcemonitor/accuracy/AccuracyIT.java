package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.accuracy.Findings.Finding;
import io.github.resourcemonitor.accuracy.Moment.Range;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage.Peak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One process does known work, and every column of the library is compared with
 * independent sources. A reading of the library is taken between two readings of the
 * others, so that a counter must lie between their values: the tolerances are those of
 * the sources, and do not depend on the load of the machine.
 * <p>
 * Writes the comparisons to {@code target/accuracy.md}.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccuracyIT {

	private static final long MIB = 1024 * 1024;

	private static final long MILLI = 1_000_000;

	private static final long SECOND = 1000 * MILLI;

	/**
	 * Times in {@code stat} are whole ticks, rounded down.
	 */
	private static final long TICK = 10 * MILLI;

	private static final long PAGE = 4096;

	private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

	private static final Path TARGET = Path.of("target").toAbsolutePath();

	private static final String EXACT = "the same counter of the kernel";

	private static final String OWN_NETWORK = "nobody else is in its network namespace";

	private final Findings findings = new Findings();

	private KnownWorkload done;

	@BeforeAll
	void measure() throws Exception {
		try (KnownWorkload workload = new KnownWorkload(TARGET)) {
			workload.run();
			this.done = workload;
		}
		compareCpu();
		compareGroup();
		comparePressure();
		compareThreads();
		compareMemory();
		compareHeap();
		compareDisk();
		compareNetwork();
		compareSockets();
		compareElapsed();
		compareInvocation();
	}

	private void compareCpu() {
		String ticks = "ticks of 10 ms, rounded down";
		sameTime(Column.CPU_USER, "getrusage.user", "psutil.user", "oshi.cpu.userNanos");
		sameTime(Column.CPU_SYSTEM, "getrusage.system", "psutil.system", "oshi.cpu.systemNanos");
		String split = "at least half: the kernel tells user from system by samples";
		byWork(Column.CPU_USER, "burnt in user mode", Range.atLeast(this.done.work.get("user.cpu") / 2), split);
		byWork(Column.CPU_SYSTEM, "burnt in the kernel", Range.atLeast(this.done.work.get("kernel.cpu") / 2), split);
		long growth = this.done.full.growth(Column.CPU_USER, this.done.start)
				+ this.done.full.growth(Column.CPU_SYSTEM, this.done.start);
		Range clock = this.done.full.growth("clock.process", this.done.start);
		for (Column column : List.of(Column.CPU_USER, Column.CPU_SYSTEM)) {
			this.findings.add(new Finding(column, "growth of both", "clock.process", growth, clock, 2 * TICK, 2 * TICK,
					"two figures in ticks"));
		}
		sameTime(Column.CPU_CHILDREN_USER, "getrusage.children.user", "psutil.childrenUser");
		byWork(Column.CPU_CHILDREN_USER, "burnt by children",
				new Range(this.done.work.get("children.user") - TICK, this.done.work.get("children.user") + TICK),
				ticks);
		sameTime(Column.CPU_CHILDREN_SYSTEM, "getrusage.children.system", "psutil.childrenSystem");
		byWork(Column.CPU_CHILDREN_SYSTEM, "burnt by children",
				new Range(this.done.work.get("children.system") - TICK, this.done.work.get("children.system") + TICK),
				ticks);
		same(Column.CPU_IO_WAIT, "task.ioWait", 0, 0, "summed over the threads from outside");
	}

	/**
	 * Compare a CPU time with a source that is exact to 1 µs, and with others that
	 * advance in ticks. The column may lag behind by its resolution.
	 */
	private void sameTime(Column column, String fine, String... coarse) {
		long resolution = this.done.resolutions.get(column.label());
		same(column, fine, resolution, 0, "the resolution of the column, rounded down");
		for (String source : coarse) {
			same(column, source, 0, TICK - resolution, "the same counter of the kernel, in ticks of 10 ms");
		}
	}

	private void compareGroup() {
		same(Column.CPU_CGROUP, "group.cpu", 0, 0, EXACT);
		long lag = TICK * PROCESSORS;
		this.findings.sameGrowth(Column.CPU_CGROUP, "clock.process and children", lag, lag,
				"a running thread is accounted at clock interrupts, 10 ms apart at most", this.done.start,
				this.done.full);
		same(Column.CPU_THROTTLED, "group.throttled", 0, 0, EXACT);
		same(Column.CPU_THROTTLED_PERIODS, "group.throttledPeriods", 0, 0, EXACT);
		byWork(Column.CPU_THROTTLED_PERIODS, "until throttled in 3 periods",
				(this.done.grouped()) ? Range.atLeast(3) : null, "");
		byWork(Column.CPU_THROTTLED, "until throttled in 3 periods", (this.done.grouped())
				? new Range(1, this.done.full.growth("wall", this.done.start).high() * PROCESSORS) : null,
				"more than 0, less than all the time on all processors");
		long charge = 64 * PAGE * PROCESSORS;
		same(Column.MEMORY_CGROUP, "group.memory", charge, charge, "each CPU charges 64 pages at once");
		held(Column.MEMORY_CGROUP, "48 MiB touched", (this.done.grouped()) ? Range.atLeast(48 * MIB - charge) : null,
				"each CPU charges 64 pages at once");
		same(Column.MEMORY_LIMIT, "group.limit", 0, 0, "what the kernel obeys");
		this.findings.add(new Finding(Column.MEMORY_LIMIT, "value", "set by the test",
				this.done.full.row().get(Column.MEMORY_LIMIT),
				(this.done.grouped()) ? new Range(512 * MIB, 512 * MIB) : null, 0, 0, ""));
		long limit = (this.done.grouped()) ? 512 * MIB : this.done.full.value(Column.MEMORY_LIMIT);
		Range resident = this.done.full.range("status.resident").widened(residentSlack(), residentSlack());
		this.findings.add(new Finding(Column.MEMORY_PERCENT, "value", "status.resident / limit",
				this.done.full.row().get(Column.MEMORY_PERCENT),
				new Range(thousandths(resident.low(), limit), thousandths(resident.high(), limit)), 0, 0,
				"as memory.rssBytes"));
	}

	private static long thousandths(long part, long whole) {
		return Math.floorDiv(part * 100 * Column.PERCENT_SCALE, whole);
	}

	private void comparePressure() {
		long wall = this.done.full.growth("wall", this.done.start).high();
		Map.of("cpu", Column.CPU_PRESSURE, "memory", Column.MEMORY_PRESSURE, "io", Column.IO_PRESSURE)
			.forEach((resource, column) -> {
				same(column, "pressure." + resource, 0, 0, EXACT);
				byWork(column, "the time that passed", new Range(0, wall), "nobody waits longer than that");
			});
		byWork(Column.CPU_PRESSURE, "two threads for each processor, 50 ms each", new Range(20 * MILLI, wall),
				"about 50 ms if they are spread evenly");
	}

	private void compareThreads() {
		same(Column.THREADS, "task", 0, 0, "listed from outside");
		same(Column.THREADS, "psutil.threads", 0, 0, EXACT);
		same(Column.THREADS, "oshi.threads", 0, 0, EXACT);
		held(Column.THREADS, "20 threads", new Range(20, 22), "the virtual machine may start one of its own");

		boolean exact = this.done.availabilities.get(Column.CONTEXT_SWITCHES_VOLUNTARY) == Availability.MEASURED;
		Map.of(Column.CONTEXT_SWITCHES_VOLUNTARY, "getrusage.voluntary", Column.CONTEXT_SWITCHES_INVOLUNTARY,
				"getrusage.involuntary")
			.forEach((column, source) -> {
				this.findings.sameGrowth(column, source, 0, 0, "threads that are still there", this.done.quiet,
						this.done.waiting);
				// They wake up when the gate opens, and end.
				long unread = exact ? 0 : 5L * (8 + 2 * PROCESSORS);
				this.findings.sameGrowth(column, source, unread, 0,
						"threads that have gone since the last reading: what they did after it is not seen",
						this.done.quiet, this.done.ended);
				Range all = this.done.ephemeral.growth(source, this.done.ended);
				this.findings.add(new Finding(column, "growth", source,
						this.done.ephemeral.growth(column, this.done.ended), exact ? all : new Range(0, all.high()), 0,
						0, exact ? "threads that came and went between two readings"
								: "at most: threads that came and went between two readings are not seen"));
			});
		this.findings.growthByWork(Column.CONTEXT_SWITCHES_VOLUNTARY, "8 threads that slept 100 times",
				Range.atLeast(720), "nine in ten: a sleep may be over before it begins", this.done.quiet,
				this.done.waiting);
		same(Column.FAULTS_MINOR, "getrusage.faults.minor", 0, 0, EXACT);
		same(Column.FAULTS_MINOR, "oshi.faults.minor", 0, 0, EXACT);
		same(Column.FAULTS_MAJOR, "getrusage.faults.major", 0, 0, EXACT);
		same(Column.FAULTS_MAJOR, "oshi.faults.major", 0, 0, EXACT);
		held(Column.FAULTS_MINOR, "48 MiB touched", hugePages() ? null : Range.atLeast(48 * MIB / PAGE),
				"one for each page");
		held(Column.FAULTS_MAJOR, "16 MiB mapped that are on the disk only",
				this.done.realDisk ? new Range(1, 16 * MIB / PAGE + 64) : null,
				"one for each piece that the kernel reads ahead");
	}

	private static boolean hugePages() {
		try {
			return Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")).contains("[always]");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void compareMemory() {
		long slack = residentSlack();
		String lazily = "the kernel sums up lazily, by 64 pages on each CPU";
		same(Column.MEMORY_RSS, "status.resident", slack, slack, lazily);
		same(Column.MEMORY_RSS, "smaps.resident", slack, slack, lazily);
		same(Column.MEMORY_RSS, "psutil.rss", slack, slack, lazily);
		same(Column.MEMORY_RSS, "oshi.memory.rssBytes", slack, slack, lazily);
		this.findings.add(new Finding(Column.MEMORY_RSS, "value", "getrusage.maxResident",
				this.done.full.row().get(Column.MEMORY_RSS),
				new Range(0, this.done.full.after().get("getrusage.maxResident")), 0, slack, lazily));
		held(Column.MEMORY_RSS, "48 MiB touched, 16 MiB mapped", new Range(48 * MIB - slack, (48 + 16 + 32 + 16) * MIB),
				"16 MiB for the heap and what is around");
		same(Column.MEMORY_VIRTUAL, "maps.size", 0, 0, "the ranges of maps");
		same(Column.MEMORY_VIRTUAL, "psutil.vms", 0, 0, EXACT);
		same(Column.MEMORY_VIRTUAL, "oshi.memory.virtualBytes", 0, 0, EXACT);
		held(Column.MEMORY_VIRTUAL, "48 MiB, and 16 MiB mapped", Range.atLeast(64 * MIB), "");
		same(Column.MEMORY_SHARED, "status.shared", slack, slack, lazily);
		same(Column.MEMORY_SHARED, "psutil.shared", slack, slack, lazily);
		held(Column.MEMORY_SHARED, "16 MiB mapped", new Range(16 * MIB - slack, 24 * MIB), "");
		same(Column.MEMORY_TEXT, "status.text", 0, 0, EXACT);
		same(Column.MEMORY_TEXT, "psutil.text", 0, 0, EXACT);
		same(Column.MEMORY_LIB, "psutil.lib", 0, 0, "constant");
		same(Column.MEMORY_DIRTY, "psutil.dirty", 0, 0, "constant");
		same(Column.MEMORY_DATA, "status.data", 0, 0, EXACT);
		same(Column.MEMORY_DATA, "psutil.data", 0, 0, EXACT);
		held(Column.MEMORY_DATA, "48 MiB", Range.atLeast(48 * MIB), "");
		long rounding = this.done.full.after().get("smaps.areas") * 1024;
		String rounded = "smaps rounds each area to 1 KiB";
		sameUndisturbed(Column.MEMORY_PSS, "smaps.proportional", rounding, rounded);
		sameUndisturbed(Column.MEMORY_PSS, "psutil.pss", rounding, rounded);
		Range divided = this.done.undisturbedFull.growth("smaps.sharedProportional", this.done.undisturbedWorked);
		heldUndisturbed(Column.MEMORY_PSS, 48 * MIB - rounding + Math.min(0, divided.low()), rounded);
		sameUndisturbed(Column.MEMORY_USS, "smaps.unique", rounding, rounded);
		sameUndisturbed(Column.MEMORY_USS, "psutil.uss", rounding, rounded);
		Range shared = this.done.undisturbedFull.growth("smaps.shared", this.done.undisturbedWorked);
		heldUndisturbed(Column.MEMORY_USS, 48 * MIB - rounding - Math.max(0, shared.high()), rounded);
		same(Column.MEMORY_SWAP, "smaps.swap", rounding, rounding, rounded);
		same(Column.MEMORY_SWAP, "status.swap", slack, slack, lazily);
		same(Column.MEMORY_SWAP, "psutil.swap", rounding, rounding, rounded);
	}

	/**
	 * Return the maximum error of the kernel's counts of resident pages: since 6.2, 64
	 * pages of 3 kinds for each processor, before that 64 for each thread.
	 */
	private long residentSlack() {
		String[] version = System.getProperty("os.version").split("\\D+");
		boolean perProcessor = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]) >= 6002;
		return 64 * PAGE * (perProcessor ? 3L * PROCESSORS : this.done.full.value(Column.THREADS));
	}

	private void compareHeap() {
		same(Column.HEAP_USED, "heap", 0, 0, "MemoryMXBean");
		held(Column.HEAP_USED, "32 arrays of 1 MiB", new Range(28 * MIB, 40 * MIB), "garbage comes and goes meanwhile");
		same(Column.GC_COUNT, "log.collections", 0, 0, "the log of the virtual machine");
		byWork(Column.GC_COUNT, "asked for 3", Range.atLeast(3), "");
		long off = 2 * MILLI + this.done.full.value(Column.GC_COUNT) * MILLI;
		same(Column.GC_NANOS, "log.pauses", off, off,
				"whole milliseconds for each collector; the log has its own clock");
	}

	private void compareDisk() {
		long sockets = 3 + 8 + 4 + (this.done.ownNetwork ? 11 : 0)
				+ this.done.unfinished.getOrDefault(Column.SOCKETS_LISTEN, 0L)
				+ this.done.unfinished.getOrDefault(Column.SOCKETS_CLOSE_WAIT, 0L);
		same(Column.FILES_OPEN, "fd", 0, 0, "listed from outside");
		same(Column.FILES_OPEN, "psutil.files", 0, 0, EXACT);
		same(Column.FILES_OPEN, "oshi.files.open", 1, 0, "OSHI counts the folder that it lists");
		held(Column.FILES_OPEN, "40 files and as many sockets as are open", new Range(40 + sockets, 40 + sockets),
				"nothing else is opened");
		same(Column.DISK_READ_CALLS, "psutil.read_count", 0, 0, EXACT);
		same(Column.DISK_WRITE_CALLS, "psutil.write_count", 0, 0, EXACT);
		same(Column.DISK_READ_CHARS, "psutil.read_chars", 0, 0, EXACT);
		same(Column.DISK_WRITE_CHARS, "psutil.write_chars", 0, 0, EXACT);
		same(Column.DISK_READ_BYTES, "psutil.read_bytes", 0, 0, EXACT);
		same(Column.DISK_WRITE_BYTES, "psutil.write_bytes", 0, 0, EXACT);
		same(Column.DISK_READ_BYTES, "oshi.disk.readBytes", 0, 0, EXACT);
		same(Column.DISK_WRITE_BYTES, "oshi.disk.writeBytes", 0, 0, EXACT);
		String blocks = "blocks of 512 B, rounded down; ended children included";
		same(Column.DISK_READ_BYTES, "getrusage.read and children", 0, 1023, blocks);
		same(Column.DISK_WRITE_BYTES, "getrusage.written and children", 0, 1023, blocks);
		// The readings themselves read many small files.
		Map.of(Column.DISK_READ_CALLS, "readback.calls", Column.DISK_WRITE_CALLS, "write.calls")
			.forEach((column, name) -> byWritten(column, "64 calls",
					new Range(this.done.work.get(name), this.done.work.get(name) + 400),
					"400 calls for readings and answers"));
		Map.of(Column.DISK_READ_CHARS, "readback.bytes", Column.DISK_WRITE_CHARS, "write.bytes")
			.forEach((column, name) -> byWritten(column, "64 times 256 KiB",
					new Range(this.done.work.get(name), this.done.work.get(name) + MIB),
					"1 MiB for readings and answers"));
		Map.of(Column.DISK_READ_BYTES, "readback.bytes", Column.DISK_WRITE_BYTES, "write.bytes")
			.forEach((column, name) -> byWritten(column, "64 times 256 KiB on the disk",
					this.done.realDisk ? new Range(this.done.work.get(name), this.done.work.get(name) + MIB) : null,
					"1 MiB for classes loaded meanwhile, and for what describes the file"));
	}

	private void compareNetwork() {
		Map.of(Column.NETWORK_RECEIVED, "received", Column.NETWORK_SENT, "sent", Column.NETWORK_LOOPBACK_RECEIVED,
				"loopbackReceived", Column.NETWORK_LOOPBACK_SENT, "loopbackSent")
			.forEach((column, name) -> {
				same(column, "psutil." + name, 0, 0, EXACT);
				same(column, "ip." + name, 0, 0, "netlink");
			});
		String headers = "28 B of headers each, 42 B with Ethernet's; 16 KiB for what is no datagram";
		exchanged(Column.NETWORK_SENT, "1000 datagrams of 1000 B",
				this.done.ownNetwork ? new Range(1000 * 1028, 1000 * 1042 + 16 * 1024) : null, headers);
		exchanged(Column.NETWORK_RECEIVED, "1000 datagrams of 1000 B, by two interfaces",
				this.done.ownNetwork ? new Range(2000 * 1028, 2000 * 1042 + 16 * 1024) : null, headers);
		Range both = new Range(16 * MIB, this.done.ownNetwork ? 17 * MIB : Long.MAX_VALUE);
		exchanged(Column.NETWORK_LOOPBACK_SENT, "8 MiB over a connection and back", both, "1 MiB for headers");
		exchanged(Column.NETWORK_LOOPBACK_RECEIVED, "8 MiB over a connection and back", both, "1 MiB for headers");
	}

	private void compareSockets() {
		Map<Column, Long> opened = Map.of(Column.SOCKETS_LISTEN, 3L, Column.SOCKETS_ESTABLISHED, 8L,
				Column.SOCKETS_FIN_WAIT_2, 2L, Column.SOCKETS_CLOSE_WAIT, 2L, Column.SOCKETS_TIME_WAIT, 5L,
				Column.SOCKETS_SYN_SENT, 11L);
		for (Column column : Column.values()) {
			String label = column.label();
			if (label.startsWith("network.sockets.")) {
				String name = label.substring(label.indexOf('.') + 1);
				if (this.done.ownNetwork) {
					same(column, "psutil." + name, 0, 0, OWN_NETWORK);
					same(column, "ss." + name, 0, 0, OWN_NETWORK);
				}
				long expected = opened.getOrDefault(column, 0L) + this.done.unfinished.getOrDefault(column, 0L);
				held(column, "opened and closed", this.done.ownNetwork ? new Range(expected, expected) : null,
						OWN_NETWORK);
			}
		}
	}

	private void compareElapsed() {
		Range age = new Range(this.done.full.before().get("wall") - this.done.startedBefore(),
				this.done.full.after().get("wall") - this.done.startedAfter());
		this.findings.add(new Finding(Column.ELAPSED, "value", "the clock of who started it",
				this.done.full.row().get(Column.ELAPSED), age, TICK, TICK, "start and uptime in steps of 10 ms"));
		same(Column.ELAPSED, "psutil.age", SECOND + TICK, SECOND + TICK,
				"psutil takes the start of the machine in whole seconds");
		same(Column.ELAPSED, "oshi.elapsedNanos", SECOND + TICK, SECOND + TICK,
				"OSHI takes the start of the machine in whole seconds");
	}

	/**
	 * Compare values derived from samples, which need a whole invocation. It may be in
	 * this process.
	 */
	private void compareInvocation() {
		MonitorContexts.runner().run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			long cpuOutside = LibC.processCpuNanos();
			long wallOutside = System.nanoTime();
			long[] inside = new long[2];
			monitor.run("burn", () -> {
				long cpu = LibC.processCpuNanos();
				long wall = System.nanoTime();
				Work.spin(300 * MILLI, 20_000);
				inside[0] = LibC.processCpuNanos() - cpu;
				inside[1] = System.nanoTime() - wall;
			});
			wallOutside = System.nanoTime() - wallOutside;
			cpuOutside = LibC.processCpuNanos() - cpuOutside;
			Peak percent = MonitorContexts.onlyRecord(context).process().peak(Column.CPU_PERCENT);
			Range expected = new Range(thousandths(inside[0] - 2 * TICK, wallOutside),
					thousandths(cpuOutside + 2 * TICK, inside[1]));
			this.findings.add(new Finding(Column.CPU_PERCENT, "mean of an invocation", "clock.process / time",
					(percent != null) ? Math.round(percent.mean() * Column.PERCENT_SCALE) : null, expected, 0, 0,
					"two figures in ticks"));
		});
		this.done.availabilities.put(Column.CPU_PERCENT, Availability.MEASURED);
	}

	private void same(Column column, String source, long below, long above, String why) {
		this.findings.same(column, source, below, above, why, this.done.start, this.done.worked, this.done.full);
	}

	/**
	 * Compare a value that depends on the other processes that share pages.
	 */
	private void sameUndisturbed(Column column, String source, long rounding, String why) {
		this.findings.same(column, source, rounding, rounding, why, this.done.undisturbedStart,
				this.done.undisturbedWorked, this.done.undisturbedFull);
	}

	/**
	 * Compare with the touched memory, which other processes cannot share.
	 * @param least the minimum growth, without other memory that became shared meanwhile
	 */
	private void heldUndisturbed(Column column, long least, String why) {
		this.findings.growthByWork(column, "48 MiB touched", Range.atLeast(least), why, this.done.undisturbedWorked,
				this.done.undisturbedFull);
	}

	private void byWork(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.done.start, this.done.full);
	}

	/**
	 * Compare with the sent bytes, before there are connections with retransmissions by
	 * the kernel.
	 */
	private void exchanged(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.done.start, this.done.worked);
	}

	private void byWritten(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.done.unwritten, this.done.written);
	}

	private void held(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.done.worked, this.done.full);
	}

	@ParameterizedTest
	@EnumSource
	void agreesWithIndependentSources(Column column) {
		List<Finding> all = this.findings.of(column);
		assertThat(all).as("sources to compare %s with", column.label()).isNotEmpty();
		assumeTrue(this.done.availabilities.get(column) != Availability.UNAVAILABLE,
				() -> this.done.reasons.get(column));
		assertThat(all).allSatisfy((finding) -> assertThat(finding.library()).as(finding.toString()).isNotNull());
		List<Finding> comparable = all.stream().filter(Finding::isComparable).toList();
		assumeTrue(!comparable.isEmpty(), () -> "this machine has none of "
				+ all.stream().map(Finding::source).distinct().toList() + " to compare " + column.label() + " with");
		assertThat(comparable).allMatch(Finding::agrees);
	}

	@AfterAll
	void write() throws IOException {
		this.findings.write(TARGET.resolve("accuracy.md"),
				"# Compared on %s %s, Java %s, %s".formatted(System.getProperty("os.name"),
						System.getProperty("os.version"), Runtime.version(),
						Instant.now().truncatedTo(ChronoUnit.SECONDS)));
	}

}
