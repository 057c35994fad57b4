package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.accuracy.Findings.Finding;
import io.github.resourcemonitor.accuracy.Moment.Range;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage.Peak;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One process does known work, and every column of the library is compared with sources
 * that know nothing of it. A reading of the library lies between two looks of the others,
 * so that what counts up must lie between what they say: the tolerances are those of the
 * sources, and do not depend on how busy the machine is.
 * <p>
 * Writes what it compared to {@code target/accuracy.md}.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccuracyTests {

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

	private final Map<String, Long> work = new LinkedHashMap<>();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private Map<Column, Availability> availabilities = new EnumMap<>(Column.class);

	private Map<Column, String> reasons = new EnumMap<>(Column.class);

	/**
	 * Sockets whose other end broke off the talk.
	 */
	private final Map<Column, Long> unfinished = new EnumMap<>(Column.class);

	private boolean ownNetwork;

	private boolean realDisk;

	private @Nullable RealControlGroup group;

	private MeasuredProcess process;

	private Outside outside;

	/**
	 * Before all work; after all that comes and goes; and with all that is held.
	 */
	private Moment start;

	private Moment worked;

	private Moment full;

	/**
	 * Before and after files are written and read.
	 */
	private Moment unwritten;

	private Moment written;

	/**
	 * Before threads work; after that, with the threads still there; when they have gone;
	 * and after others came and went between two readings.
	 */
	private Moment quiet;

	private Moment crowded;

	private Moment dispersed;

	private Moment unseen;

	@BeforeAll
	void measure() throws Exception {
		try {
			start();
			work();
			hold();
		}
		finally {
			close();
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

	private void start() throws IOException {
		Path folder = keep(Files.createTempDirectory(Files.createDirectories(TARGET), "accuracy"));
		this.realDisk = !List.of("tmpfs", "ramfs", "overlay").contains(Files.getFileStore(folder).type());
		try {
			this.group = keep(RealControlGroup.create("cpu", "cpuacct", "memory"));
			this.group.set("memory.limit_in_bytes", 512 * MIB);
			this.group.set("cpu.cfs_period_us", 20_000);
		}
		catch (TestAbortedException ex) {
			// The columns of control groups stay without a comparison, and say so.
		}
		this.ownNetwork = RealNetwork.isPossible();
		Path collections = folder.resolve("gc.log");
		// No thread compiles meanwhile: nothing comes or goes but by the work that is
		// asked
		// for.
		this.process = keep(MeasuredProcess.start(folder, (this.group != null) ? this.group.doors() : List.of(),
				this.ownNetwork ? RealNetwork.launcher() : List.of(),
				List.of("-Xint", "-Xlog:gc:file=" + collections)));
		this.outside = keep(new Outside(this.process.pid(), collections, this.ownNetwork));
		this.availabilities = this.process.open();
		this.reasons = this.process.reasons();
	}

	private void work() throws IOException {
		// What is loaded and compiled once is none of the work.
		this.process.ask("burn 5");
		this.process.ask("write 1 4096");
		Moment.take(this.process, this::others);
		this.process.ask("collect");

		this.start = Moment.take(this.process, this::others);
		work("user", "burn 200");
		work("kernel", "burn-in-kernel 100");
		work("children", "children 50");
		if (this.group != null) {
			throttle(this.group);
		}
		Moment.Others inside = () -> this.process.ask("observe");
		this.unwritten = Moment.take(this.process, inside);
		work("write", "write 64 262144");
		work("readback", "readback 64 262144");
		this.written = Moment.take(this.process, inside);
		this.process.ask("exchange 8");
		if (this.ownNetwork) {
			this.process.ask("send 1000 1000");
		}
		this.quiet = Moment.take(this.process, inside);
		this.process.ask("parkers 8 100");
		this.process.ask("burners " + 2 * PROCESSORS + " 50");
		this.crowded = Moment.take(this.process, inside);
		this.process.ask("disperse");
		this.dispersed = Moment.take(this.process, inside);
		this.process.ask("parkers 8 100");
		this.process.ask("disperse");
		this.unseen = Moment.take(this.process, inside);
		for (int i = 0; i < 3; i++) {
			this.process.ask("collect");
		}
		this.worked = Moment.take(this.process, this::others);
	}

	private void throttle(RealControlGroup throttled) throws IOException {
		// Periods of plenty first: they count as periods, not as throttled ones.
		throttled.set("cpu.cfs_quota_us", 20_000 * 2 * PROCESSORS);
		while (throttled.number("cpu.stat", "nr_periods") < 3) {
			this.process.ask("burn 20");
		}
		throttled.set("cpu.cfs_quota_us", 2_000);
		while (throttled.number("cpu.stat", "nr_throttled") < 3) {
			this.process.ask("burn 2");
		}
		throttled.set("cpu.cfs_quota_us", -1);
	}

	private void hold() throws IOException {
		this.process.ask("touch 48");
		this.process.ask("map 16");
		this.process.ask("heap 32");
		this.process.ask("files 40");
		this.process.ask("idle 20");
		this.process.ask("listen 3");
		this.process.ask("establish 4");
		this.process.ask("half-close 2");
		this.process.ask("close 5");
		if (this.ownNetwork) {
			this.process.ask("connect-to-nobody 6");
		}
		if (this.ownNetwork && PythonScript.isPossible()) {
			talkToNobody();
		}
		this.full = Moment.take(this.process, this::others);
	}

	private void talkToNobody() throws IOException {
		PythonScript nobody = keep(new PythonScript("nobody.py", RealNetwork.inside(this.process.pid())));
		this.process.ask("close-unanswered 1001 2");
		this.process.ask("close-unanswered 1002 3");
		this.process.ask("close-last 1003 4");
		this.process.ask("listen-outside 2001");
		nobody.ask("syn 2001 5");
		// The far end answers when it comes to it.
		await().until(this.outside::look, (look) -> look.getOrDefault("ss.sockets.closing", 3L) == 3
				&& look.getOrDefault("ss.sockets.synRecv", 5L) == 5);
		this.unfinished.putAll(Map.of(Column.SOCKETS_FIN_WAIT_1, 2L, Column.SOCKETS_CLOSING, 3L,
				Column.SOCKETS_LAST_ACK, 4L, Column.SOCKETS_SYN_RECV, 5L, Column.SOCKETS_LISTEN, 1L));
	}

	private void work(String name, String request) throws IOException {
		this.process.ask(request).forEach((key, value) -> this.work.put(name + "." + key, value));
	}

	private Map<String, Long> others() throws IOException {
		Map<String, Long> values = new LinkedHashMap<>(this.process.ask("observe"));
		values.putAll(this.outside.look());
		if (this.group != null) {
			values.put("group.cpu", this.group.number("cpuacct.usage"));
			values.put("group.throttled", this.group.number("cpu.stat", "throttled_time"));
			values.put("group.throttledPeriods", this.group.number("cpu.stat", "nr_throttled"));
			values.put("group.memory", this.group.number("memory.usage_in_bytes"));
			values.put("group.limit", this.group.number("memory.stat", "hierarchical_memory_limit"));
		}
		return values;
	}

	private void compareCpu() {
		String ticks = "ticks of 10 ms, rounded down";
		same(Column.CPU_USER, "getrusage.user", TICK, 0, ticks);
		same(Column.CPU_USER, "psutil.user", 0, 0, EXACT);
		same(Column.CPU_USER, "oshi.cpu.userNanos", 0, 0, EXACT);
		same(Column.CPU_SYSTEM, "getrusage.system", TICK, 0, ticks);
		same(Column.CPU_SYSTEM, "psutil.system", 0, 0, EXACT);
		same(Column.CPU_SYSTEM, "oshi.cpu.systemNanos", 0, 0, EXACT);
		String split = "at least half: the kernel tells user from system by samples";
		byWork(Column.CPU_USER, "burnt in user mode", Range.atLeast(this.work.get("user.cpu") / 2), split);
		byWork(Column.CPU_SYSTEM, "burnt in the kernel", Range.atLeast(this.work.get("kernel.cpu") / 2), split);
		long growth = this.full.growth(Column.CPU_USER, this.start) + this.full.growth(Column.CPU_SYSTEM, this.start);
		Range clock = this.full.growth("clock.process", this.start);
		for (Column column : List.of(Column.CPU_USER, Column.CPU_SYSTEM)) {
			this.findings.add(new Finding(column, "growth of both", "clock.process", growth, clock, 2 * TICK, 2 * TICK,
					"two figures in ticks"));
		}
		same(Column.CPU_CHILDREN_USER, "getrusage.children.user", TICK, 0, ticks);
		same(Column.CPU_CHILDREN_USER, "psutil.childrenUser", 0, 0, EXACT);
		byWork(Column.CPU_CHILDREN_USER, "burnt by children",
				new Range(this.work.get("children.user") - TICK, this.work.get("children.user") + TICK), ticks);
		same(Column.CPU_CHILDREN_SYSTEM, "getrusage.children.system", TICK, 0, ticks);
		same(Column.CPU_CHILDREN_SYSTEM, "psutil.childrenSystem", 0, 0, EXACT);
		byWork(Column.CPU_CHILDREN_SYSTEM, "burnt by children",
				new Range(this.work.get("children.system") - TICK, this.work.get("children.system") + TICK), ticks);
		same(Column.CPU_IO_WAIT, "task.ioWait", 0, 0, "summed over the threads from outside");
	}

	private void compareGroup() {
		same(Column.CPU_CGROUP, "group.cpu", 0, 0, EXACT);
		long lag = TICK * PROCESSORS;
		this.findings.sameGrowth(Column.CPU_CGROUP, "clock.process and children", lag, lag,
				"a running thread is accounted at clock interrupts, 10 ms apart at most", this.start, this.full);
		same(Column.CPU_THROTTLED, "group.throttled", 0, 0, EXACT);
		same(Column.CPU_THROTTLED_PERIODS, "group.throttledPeriods", 0, 0, EXACT);
		byWork(Column.CPU_THROTTLED_PERIODS, "until throttled in 3 periods",
				(this.group != null) ? Range.atLeast(3) : null, "");
		byWork(Column.CPU_THROTTLED, "until throttled in 3 periods",
				(this.group != null) ? new Range(1, this.full.growth("wall", this.start).high() * PROCESSORS) : null,
				"more than 0, less than all the time on all processors");
		long charge = 64 * PAGE * PROCESSORS;
		same(Column.MEMORY_CGROUP, "group.memory", charge, charge, "each CPU charges 64 pages at once");
		held(Column.MEMORY_CGROUP, "48 MiB touched", (this.group != null) ? Range.atLeast(48 * MIB - charge) : null,
				"each CPU charges 64 pages at once");
		same(Column.MEMORY_LIMIT, "group.limit", 0, 0, "what the kernel obeys");
		this.findings
			.add(new Finding(Column.MEMORY_LIMIT, "value", "set by the test", this.full.row().get(Column.MEMORY_LIMIT),
					(this.group != null) ? new Range(512 * MIB, 512 * MIB) : null, 0, 0, ""));
		long limit = (this.group != null) ? 512 * MIB : this.full.value(Column.MEMORY_LIMIT);
		Range resident = this.full.range("status.resident").widened(residentSlack(), residentSlack());
		this.findings.add(new Finding(Column.MEMORY_PERCENT, "value", "status.resident / limit",
				this.full.row().get(Column.MEMORY_PERCENT),
				new Range(thousandths(resident.low(), limit), thousandths(resident.high(), limit)), 0, 0,
				"as memory.rssBytes"));
	}

	private static long thousandths(long part, long whole) {
		return Math.floorDiv(part * 100 * Column.PERCENT_SCALE, whole);
	}

	private void comparePressure() {
		long wall = this.full.growth("wall", this.start).high();
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

		boolean exact = this.availabilities.get(Column.CONTEXT_SWITCHES_VOLUNTARY) == Availability.MEASURED;
		Map.of(Column.CONTEXT_SWITCHES_VOLUNTARY, "getrusage.voluntary", Column.CONTEXT_SWITCHES_INVOLUNTARY,
				"getrusage.involuntary")
			.forEach((column, source) -> {
				this.findings.sameGrowth(column, source, 0, 0, "threads that are still there", this.quiet,
						this.crowded);
				// They wake up, find the gate open, and end.
				long unread = exact ? 0 : 5L * (8 + 2 * PROCESSORS);
				this.findings.sameGrowth(column, source, unread, 0,
						"threads that have gone since the last reading: what they did after it is not seen", this.quiet,
						this.dispersed);
				Range all = this.unseen.growth(source, this.dispersed);
				this.findings.add(new Finding(column, "growth", source, this.unseen.growth(column, this.dispersed),
						exact ? all : new Range(0, all.high()), 0, 0,
						exact ? "threads that came and went between two readings"
								: "at most: threads that came and went between two readings are not seen"));
			});
		this.findings.growthByWork(Column.CONTEXT_SWITCHES_VOLUNTARY, "8 threads that slept 100 times",
				Range.atLeast(720), "nine in ten: a sleep may be over before it begins", this.quiet, this.crowded);
		same(Column.FAULTS_MINOR, "getrusage.faults.minor", 0, 0, EXACT);
		same(Column.FAULTS_MINOR, "oshi.faults.minor", 0, 0, EXACT);
		same(Column.FAULTS_MAJOR, "getrusage.faults.major", 0, 0, EXACT);
		same(Column.FAULTS_MAJOR, "oshi.faults.major", 0, 0, EXACT);
		held(Column.FAULTS_MINOR, "48 MiB touched", hugePages() ? null : Range.atLeast(48 * MIB / PAGE),
				"one for each page");
		held(Column.FAULTS_MAJOR, "16 MiB mapped that are on the disk only",
				this.realDisk ? new Range(1, 16 * MIB / PAGE + 64) : null,
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
		this.findings.add(
				new Finding(Column.MEMORY_RSS, "value", "getrusage.maxResident", this.full.row().get(Column.MEMORY_RSS),
						new Range(0, this.full.after().get("getrusage.maxResident")), 0, slack, lazily));
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
		held(Column.MEMORY_DATA, "48 MiB", new Range(48 * MIB, Long.MAX_VALUE), "");
		long rounding = this.full.after().get("smaps.areas") * 1024;
		String rounded = "smaps rounds each area to 1 KiB";
		same(Column.MEMORY_PSS, "smaps.proportional", rounding, rounding, rounded);
		same(Column.MEMORY_PSS, "psutil.pss", rounding, rounding, rounded);
		held(Column.MEMORY_PSS, "48 MiB touched", Range.atLeast(48 * MIB - rounding), rounded);
		same(Column.MEMORY_USS, "smaps.unique", rounding, rounding, rounded);
		same(Column.MEMORY_USS, "psutil.uss", rounding, rounding, rounded);
		held(Column.MEMORY_USS, "48 MiB touched", Range.atLeast(48 * MIB - rounding), rounded);
		same(Column.MEMORY_SWAP, "smaps.swap", rounding, rounding, rounded);
		same(Column.MEMORY_SWAP, "status.swap", slack, slack, lazily);
		same(Column.MEMORY_SWAP, "psutil.swap", rounding, rounding, rounded);
	}

	/**
	 * Return how far the kernel's counts of resident pages may be off: since 6.2 by 64
	 * pages of 3 kinds on each processor, before by 64 for each thread.
	 */
	private long residentSlack() {
		String[] version = System.getProperty("os.version").split("\\D+");
		boolean perProcessor = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]) >= 6002;
		return 64 * PAGE * (perProcessor ? 3L * PROCESSORS : this.full.value(Column.THREADS));
	}

	private void compareHeap() {
		same(Column.HEAP_USED, "heap", 0, 0, "MemoryMXBean");
		held(Column.HEAP_USED, "32 arrays of 1 MiB", new Range(28 * MIB, 40 * MIB), "garbage comes and goes meanwhile");
		same(Column.GC_COUNT, "log.collections", 0, 0, "the log of the virtual machine");
		byWork(Column.GC_COUNT, "asked for 3", Range.atLeast(3), "");
		long off = 2 * MILLI + this.full.value(Column.GC_COUNT) * MILLI;
		same(Column.GC_NANOS, "log.pauses", off, off,
				"whole milliseconds for each collector; the log has its own clock");
	}

	private void compareDisk() {
		same(Column.FILES_OPEN, "fd", 0, 0, "listed from outside");
		same(Column.FILES_OPEN, "psutil.files", 0, 0, EXACT);
		same(Column.FILES_OPEN, "oshi.files.open", 1, 0, "OSHI counts the folder that it lists");
		held(Column.FILES_OPEN, "40 files and as many sockets as are open",
				new Range(40 + 3 + 8 + 4 + (this.ownNetwork ? 6 : 0), 40 + 3 + 8 + 4 + 6 + 4), "");
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
		// Between the two readings come the files that the readings themselves read,
		// which
		// are small and many, and a few answers.
		Map.of(Column.DISK_READ_CALLS, "readback.calls", Column.DISK_WRITE_CALLS, "write.calls")
			.forEach((column, name) -> byWritten(column, "64 calls",
					new Range(this.work.get(name), this.work.get(name) + 400), "400 calls for readings and answers"));
		Map.of(Column.DISK_READ_CHARS, "readback.bytes", Column.DISK_WRITE_CHARS, "write.bytes")
			.forEach((column, name) -> byWritten(column, "64 times 256 KiB",
					new Range(this.work.get(name), this.work.get(name) + MIB), "1 MiB for readings and answers"));
		Map.of(Column.DISK_READ_BYTES, "readback.bytes", Column.DISK_WRITE_BYTES, "write.bytes")
			.forEach((column, name) -> byWritten(column, "64 times 256 KiB on the disk",
					this.realDisk ? new Range(this.work.get(name), this.work.get(name) + MIB) : null,
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
		byWork(Column.NETWORK_SENT, "1000 datagrams of 1000 B",
				this.ownNetwork ? new Range(1000 * 1028, 1000 * 1042 + 16 * 1024) : null, headers);
		byWork(Column.NETWORK_RECEIVED, "1000 datagrams of 1000 B, by two interfaces",
				this.ownNetwork ? new Range(2000 * 1028, 2000 * 1042 + 16 * 1024) : null, headers);
		Range exchanged = new Range(16 * MIB, this.ownNetwork ? 17 * MIB : Long.MAX_VALUE);
		byWork(Column.NETWORK_LOOPBACK_SENT, "8 MiB over a connection and back", exchanged, "1 MiB for headers");
		byWork(Column.NETWORK_LOOPBACK_RECEIVED, "8 MiB over a connection and back", exchanged, "1 MiB for headers");
	}

	private void compareSockets() {
		Map<Column, Long> opened = Map.of(Column.SOCKETS_LISTEN, 3L, Column.SOCKETS_ESTABLISHED, 8L,
				Column.SOCKETS_FIN_WAIT_2, 2L, Column.SOCKETS_CLOSE_WAIT, 2L, Column.SOCKETS_TIME_WAIT, 5L,
				Column.SOCKETS_SYN_SENT, 6L);
		for (Column column : Column.values()) {
			String label = column.label();
			if (label.startsWith("network.sockets.")) {
				String name = label.substring(label.indexOf('.') + 1);
				if (this.ownNetwork) {
					same(column, "psutil." + name, 0, 0, OWN_NETWORK);
					same(column, "ss." + name, 0, 0, OWN_NETWORK);
				}
				long expected = opened.getOrDefault(column, 0L) + this.unfinished.getOrDefault(column, 0L);
				held(column, "opened and closed", this.ownNetwork ? new Range(expected, expected) : null, OWN_NETWORK);
			}
		}
	}

	private void compareElapsed() {
		Range age = new Range(this.full.before().get("wall") - this.process.startedBefore(),
				this.full.after().get("wall") - this.process.startedAfter());
		this.findings.add(new Finding(Column.ELAPSED, "value", "the clock of who started it",
				this.full.row().get(Column.ELAPSED), age, TICK, TICK, "start and uptime in steps of 10 ms"));
		same(Column.ELAPSED, "psutil.age", SECOND + TICK, SECOND + TICK,
				"psutil takes the start of the machine in whole seconds");
		same(Column.ELAPSED, "oshi.elapsedNanos", SECOND + TICK, SECOND + TICK,
				"OSHI takes the start of the machine in whole seconds");
	}

	/**
	 * What is derived from samples needs a whole invocation; this process is as good as
	 * the other.
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
		this.availabilities.put(Column.CPU_PERCENT, Availability.MEASURED);
	}

	private void same(Column column, String source, long below, long above, String why) {
		this.findings.same(column, source, below, above, why, this.start, this.worked, this.full);
	}

	private void byWork(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.start, this.full);
	}

	private void byWritten(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.unwritten, this.written);
	}

	private void held(Column column, String what, @Nullable Range expected, String why) {
		this.findings.growthByWork(column, what, expected, why, this.worked, this.full);
	}

	@ParameterizedTest
	@EnumSource
	void agreesWithWhateverElseTellsIt(Column column) {
		List<Finding> all = this.findings.of(column);
		assertThat(all).as("sources to compare %s with", column.label()).isNotEmpty();
		assumeTrue(this.availabilities.get(column) != Availability.UNAVAILABLE, () -> this.reasons.get(column));
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

	private void close() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	private Path keep(Path folder) {
		keep((AutoCloseable) () -> FileSystemUtils.deleteRecursively(folder));
		return folder;
	}

	private <T extends AutoCloseable> T keep(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

}
