package io.github.resourcemonitor.sampling.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.JvmReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import io.github.resourcemonitor.sampling.ResourceSource;
import org.jspecify.annotations.Nullable;

/**
 * Source that reads the process from {@code /proc} and its control groups, on Linux and
 * on gVisor.
 */
public final class LinuxSource implements ResourceSource {

	private static final String NO_SWITCHES = "/proc/self/task/*/status does not contain them";

	private static final int SMALL = 512;

	private static final int LARGE = 8192;

	private static final Set<Column> ALWAYS_ZERO_ON_GVISOR = EnumSet.of(Column.FAULTS_MINOR, Column.FAULTS_MAJOR,
			Column.CPU_IO_WAIT, Column.MEMORY_SHARED, Column.MEMORY_TEXT, Column.MEMORY_LIB, Column.MEMORY_DATA,
			Column.MEMORY_DIRTY, Column.DISK_READ_BYTES, Column.DISK_WRITE_BYTES);

	private static final Set<Column> CPU_TIMES = EnumSet.of(Column.CPU_USER, Column.CPU_SYSTEM,
			Column.CPU_CHILDREN_USER, Column.CPU_CHILDREN_SYSTEM, Column.CPU_CGROUP);

	private final Path root;

	private final LinuxFacts facts;

	private final boolean onlyProcesses;

	private final Map<Column, String> reasons = new ConcurrentHashMap<>();

	private final @Nullable Rusage usage;

	private LinuxSource(Path root, @Nullable Rusage usage) {
		this.root = root;
		this.usage = usage;
		this.facts = LinuxFacts.detect(root);
		this.onlyProcesses = LinuxFacts.showsOnlyProcesses(root);
	}

	/**
	 * Create a source.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @return the source, or {@code null} if there is no {@code proc/self/stat} below it
	 */
	public static @Nullable LinuxSource detect(Path root) {
		return Files.exists(root.resolve("proc/self/stat")) ? new LinuxSource(root, null) : null;
	}

	/**
	 * Return a source that also calls the kernel natively, for values that {@code /proc}
	 * has only coarsely: CPU time in microseconds, and all context switches. The first
	 * call takes about 100 ms.
	 * @return the source
	 * @throws UnsupportedOperationException if native calls are not possible; the message
	 * states the reason and the remedy
	 */
	public LinuxSource withNativeAccess() {
		if (this.facts.gVisor()) {
			throw new UnsupportedOperationException("getrusage provides no more than /proc on gVisor");
		}
		return new LinuxSource(this.root, Rusage.bind());
	}

	@Override
	public List<ResourceReader> open() {
		Path proc = this.root.resolve("proc");
		Path self = proc.resolve("self");
		Rusage rusage = this.usage;
		OpenReaders readers = new OpenReaders(this.root, this.onlyProcesses, this.reasons);
		readers.add(self.resolve("stat"), SMALL * 2, (rusage != null) ? Tier.FAST : Tier.EDGE,
				ProcParsers.stat(this.facts.tickNanos()), statColumns());
		if (rusage != null) {
			// After stat, which has the same values with a coarser resolution.
			readers.add(() -> new RusageReader(rusage.copy()));
		}
		readers.add(self.resolve("statm"), SMALL, Tier.EDGE, ProcParsers.statm(this.facts.pageSize()),
				OpenReaders.measured("/proc/self/statm", Column.MEMORY_VIRTUAL, Column.MEMORY_RSS, Column.MEMORY_SHARED,
						Column.MEMORY_TEXT, Column.MEMORY_LIB, Column.MEMORY_DATA, Column.MEMORY_DIRTY));
		readers.add(self.resolve("io"), SMALL, Tier.EDGE, ProcParsers::io,
				OpenReaders.measured("/proc/self/io", Column.DISK_READ_CHARS, Column.DISK_WRITE_CHARS,
						Column.DISK_READ_CALLS, Column.DISK_WRITE_CALLS, Column.DISK_READ_BYTES,
						Column.DISK_WRITE_BYTES));
		readers.add(() -> new OpenFilesReader(self.resolve("fd")), self.resolve("fd"), Column.FILES_OPEN);
		readers.add(self.resolve("net/dev"), LARGE, Tier.EDGE, new InterfacesParser(),
				OpenReaders.measured("/proc/self/net/dev", Column.NETWORK_RECEIVED, Column.NETWORK_SENT,
						Column.NETWORK_LOOPBACK_RECEIVED, Column.NETWORK_LOOPBACK_SENT));
		readers.add(() -> new ElapsedReader(proc, this.facts.tickNanos()), proc.resolve("uptime"), Column.ELAPSED);
		readers.add(JvmReader::new, Column.HEAP_USED, Column.GC_COUNT, Column.GC_NANOS);
		new GroupReaders(this.root, readers, new GroupWatch(this.root, System::nanoTime), this.facts.physicalMemory())
			.add();
		readers.add(self.resolve("smaps_rollup"), SMALL * 4, Tier.SLOW, ProcParsers::smapsRollup, OpenReaders
			.measured("/proc/self/smaps_rollup", Column.MEMORY_PSS, Column.MEMORY_USS, Column.MEMORY_SWAP));
		readers.add(() -> new SocketsReader(self.resolve("net")), self.resolve("net/tcp"), sockets());
		readers.unavailable(NO_SWITCHES, Column.CONTEXT_SWITCHES_VOLUNTARY, Column.CONTEXT_SWITCHES_INVOLUNTARY);
		readers.add(() -> new TasksReader(self.resolve("task"), this.facts.tickNanos(), rusage == null),
				self.resolve("task"), Column.CPU_IO_WAIT);
		return readers.all();
	}

	private Map<Column, ColumnStatus> statColumns() {
		Map<Column, ColumnStatus> result = new EnumMap<>(Column.class);
		result.put(Column.FAULTS_MINOR, ColumnStatus.measured("/proc/self/stat field 10"));
		result.put(Column.FAULTS_MAJOR, ColumnStatus.measured("/proc/self/stat field 12"));
		result.put(Column.CPU_USER, ticks(14));
		result.put(Column.CPU_SYSTEM, ticks(15));
		result.put(Column.CPU_CHILDREN_USER, ticks(16));
		result.put(Column.CPU_CHILDREN_SYSTEM, ticks(17));
		result.put(Column.THREADS, ColumnStatus.measured("/proc/self/stat field 20"));
		return result;
	}

	private ColumnStatus ticks(int field) {
		return ColumnStatus.measured("/proc/self/stat field " + field).withResolution(this.facts.tickNanos());
	}

	private static Column[] sockets() {
		return EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING).toArray(Column[]::new);
	}

	@Override
	public String reasonForMissing(Column column) {
		return this.reasons.getOrDefault(column, "no source on this system provides it");
	}

	@Override
	public ColumnStatus judge(Column column, ColumnStatus status) {
		if (this.facts.gVisor()) {
			if (ALWAYS_ZERO_ON_GVISOR.contains(column)) {
				return status.as(Availability.CONSTANT, "gVisor always returns 0");
			}
			if (column == Column.MEMORY_RSS || column == Column.MEMORY_PERCENT) {
				return status.as(Availability.ESTIMATED, "gVisor counts resident memory coarsely and too high");
			}
			if (CPU_TIMES.contains(column)) {
				return status
					.as(Availability.ESTIMATED, "gVisor samples CPU time and counts threads that wait for a CPU")
					.withResolution(this.facts.tickNanos());
			}
		}
		if (column == Column.MEMORY_LIB || column == Column.MEMORY_DIRTY) {
			return status.as(Availability.CONSTANT, "always 0 since Linux 2.6");
		}
		if (column == Column.CPU_IO_WAIT && this.onlyProcesses) {
			return ColumnStatus.unavailable(
					"whether the kernel counts it is unknown, because /proc/sys is not visible to this process");
		}
		if (column == Column.CPU_IO_WAIT && !this.facts.delayAccounting()) {
			return status.as(Availability.CONSTANT, "always 0 while the kernel.task_delayacct switch is off");
		}
		return status;
	}

	@Override
	public long threadCpuResolutionNanos() {
		return this.facts.gVisor() ? this.facts.tickNanos() : 0;
	}

}
