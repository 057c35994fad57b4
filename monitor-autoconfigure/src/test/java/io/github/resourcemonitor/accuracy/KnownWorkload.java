package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A process that does known work: if this machine allows it, in its own control group and
 * network namespace and on a real disk. Takes {@link Moment moments} in between, with
 * readings by other programs.
 */
final class KnownWorkload implements AutoCloseable {

	private static final long MIB = 1024 * 1024;

	private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

	private static final int MAX_DISTURBED = 50;

	/**
	 * The amounts of some pieces of work.
	 */
	final Map<String, Long> work = new HashMap<>();

	/**
	 * The numbers of sockets by state whose other end stopped responding.
	 */
	final Map<Column, Long> unfinished = new EnumMap<>(Column.class);

	/**
	 * The availability of the library's columns.
	 */
	final Map<Column, Availability> availabilities = new EnumMap<>(Column.class);

	final Map<Column, String> reasons = new EnumMap<>(Column.class);

	final Map<String, Long> resolutions = new HashMap<>();

	boolean ownNetwork;

	boolean realDisk;

	/**
	 * Before all work; after all temporary work; and with all resources held.
	 */
	Moment start;

	Moment worked;

	Moment full;

	/**
	 * Nearly the same three, of memory only, while the processes that share memory stayed
	 * the same.
	 */
	Moment undisturbedStart;

	Moment undisturbedWorked;

	Moment undisturbedFull;

	/**
	 * Before and after files were written and read.
	 */
	Moment unwritten;

	Moment written;

	/**
	 * Before threads work; after that, while the threads are alive; when they have ended;
	 * and after others started and ended between two readings.
	 */
	Moment quiet;

	Moment waiting;

	Moment ended;

	Moment ephemeral;

	private final Path target;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private @Nullable RealControlGroup group;

	private MeasuredProcess process;

	private Outside outside;

	/**
	 * Create a new instance.
	 * @param target the folder for files, on a real disk if there is one
	 */
	KnownWorkload(Path target) {
		this.target = target;
	}

	void run() throws IOException {
		prepare();
		work();
		hold();
	}

	boolean grouped() {
		return this.group != null;
	}

	long startedAfter() {
		return this.process.startedAfter();
	}

	long startedBefore() {
		return this.process.startedBefore();
	}

	private void prepare() throws IOException {
		Path folder = keep(Files.createTempDirectory(Files.createDirectories(this.target), "accuracy"));
		this.realDisk = !List.of("tmpfs", "ramfs", "overlay").contains(Files.getFileStore(folder).type());
		try {
			this.group = keep(RealControlGroup.create("cpu", "cpuacct", "memory"));
			this.group.set("memory.limit_in_bytes", 512 * MIB);
			this.group.set("cpu.cfs_period_us", 20_000);
		}
		catch (TestAbortedException ex) {
			// Run without a group.
		}
		this.ownNetwork = RealNetwork.isPossible();
		Path collections = folder.resolve("gc.log");
		// Without compiler threads, resources change only by requested work.
		this.process = keep(MeasuredProcess.start(folder, (this.group != null) ? this.group.procsFiles() : List.of(),
				this.ownNetwork ? RealNetwork.launcher() : List.of(),
				List.of("-Xint", "-Xlog:gc:file=" + collections)));
		this.outside = keep(new Outside(this.process.pid(), collections, this.ownNetwork));
		this.availabilities.putAll(this.process.open());
		this.reasons.putAll(this.process.reasons());
		this.resolutions.putAll(this.process.ask("resolutions"));
	}

	private void work() throws IOException {
		// Warm up, so that class loading and compilation are not part of the work.
		this.process.ask("burn 5");
		this.process.ask("write 1 4096");
		Moment.take(this.process, this::others);
		this.undisturbedStart = takeUndisturbed();
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
		this.waiting = Moment.take(this.process, inside);
		this.process.ask("disperse");
		this.ended = Moment.take(this.process, inside);
		this.process.ask("parkers 8 100");
		this.process.ask("disperse");
		this.ephemeral = Moment.take(this.process, inside);
		this.undisturbedWorked = takeUndisturbed();
		for (int i = 0; i < 3; i++) {
			this.process.ask("collect");
		}
		this.worked = Moment.take(this.process, this::others);
	}

	private void throttle(RealControlGroup throttled) throws IOException {
		// First periods within the quota, which count as periods but not as throttled
		// ones.
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
			this.process.ask("connect-to-silent-peer 11");
		}
		if (this.ownNetwork && PythonScript.isPossible()) {
			connectToSilentPeer();
		}
		this.full = Moment.take(this.process, this::others);
		this.undisturbedFull = takeUndisturbed();
	}

	/**
	 * Take a moment of the memory while the memory shared with other processes is
	 * constant. The kernel divides a page by the number of processes that map it, so the
	 * start or end of another JVM on this machine changes the share of each. If all
	 * moments were disturbed, the last one is returned.
	 */
	private Moment takeUndisturbed() throws IOException {
		Moment moment = Moment.take(this.process, this.outside::lookAtMemory);
		for (int i = 0; i < MAX_DISTURBED && !isUndisturbed(moment); i++) {
			moment = Moment.take(this.process, this.outside::lookAtMemory);
		}
		return moment;
	}

	private static boolean isUndisturbed(Moment moment) {
		// Each area is rounded to 1 KiB.
		long rounding = moment.after().get("smaps.areas") * 1024;
		return Stream.of("smaps.shared", "smaps.sharedProportional")
			.map(moment::range)
			.allMatch((range) -> range.high() - range.low() <= rounding);
	}

	private void connectToSilentPeer() throws IOException {
		PythonScript peer = keep(new PythonScript("silent_peer.py", RealNetwork.inside(this.process.pid())));
		// Each state has a different number of sockets, so that a mix-up is noticed.
		this.process.ask("close-unanswered 1001 7");
		this.process.ask("close-unanswered 1002 3");
		this.process.ask("close-last 1003 9");
		this.process.ask("wait-to-close 1003 10");
		this.process.ask("listen-outside 2001");
		peer.ask("syn 2001 5");
		// The far end responds asynchronously.
		await().until(this.outside::look, (look) -> look.getOrDefault("ss.sockets.closing", 3L) == 3
				&& look.getOrDefault("ss.sockets.synRecv", 5L) == 5);
		this.unfinished
			.putAll(Map.of(Column.SOCKETS_FIN_WAIT_1, 7L, Column.SOCKETS_CLOSING, 3L, Column.SOCKETS_LAST_ACK, 9L,
					Column.SOCKETS_CLOSE_WAIT, 10L, Column.SOCKETS_SYN_RECV, 5L, Column.SOCKETS_LISTEN, 1L));
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

	@Override
	public void close() throws Exception {
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
