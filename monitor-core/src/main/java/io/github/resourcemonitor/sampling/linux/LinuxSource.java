package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

	private final ControlGroups groups;

	private final Map<Column, String> reasons = new ConcurrentHashMap<>();

	private final @Nullable Rusage usage;

	private LinuxSource(Path root, @Nullable Rusage usage) {
		this.root = root;
		this.usage = usage;
		this.facts = LinuxFacts.detect(root);
		this.groups = new ControlGroups(root, LinuxFacts.readLines(root.resolve("proc/self/cgroup")),
				LinuxFacts.readLines(root.resolve("proc/self/mountinfo")));
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
		Path self = this.root.resolve("proc/self");
		List<ResourceReader> readers = new ArrayList<>();
		add(readers, self.resolve("stat"), SMALL * 2, (this.usage != null) ? Tier.FAST : Tier.EDGE,
				ProcParsers.stat(this.facts.tickNanos()), statColumns());
		if (this.usage != null) {
			// After stat, which has the same values with a coarser resolution.
			readers.add(new RusageReader(this.usage.copy()));
		}
		add(readers, self.resolve("statm"), SMALL, Tier.EDGE, ProcParsers.statm(this.facts.pageSize()),
				columns("/proc/self/statm", Column.MEMORY_VIRTUAL, Column.MEMORY_RSS, Column.MEMORY_SHARED,
						Column.MEMORY_TEXT, Column.MEMORY_LIB, Column.MEMORY_DATA, Column.MEMORY_DIRTY));
		add(readers, self.resolve("io"), SMALL, Tier.EDGE, ProcParsers::io,
				columns("/proc/self/io", Column.DISK_READ_CHARS, Column.DISK_WRITE_CHARS, Column.DISK_READ_CALLS,
						Column.DISK_WRITE_CALLS, Column.DISK_READ_BYTES, Column.DISK_WRITE_BYTES));
		addOther(readers, () -> new OpenFilesReader(self.resolve("fd")), self.resolve("fd"), Column.FILES_OPEN);
		add(readers, self.resolve("net/dev"), LARGE, Tier.EDGE, ProcParsers::netDev,
				columns("/proc/self/net/dev", Column.NETWORK_RECEIVED, Column.NETWORK_SENT,
						Column.NETWORK_LOOPBACK_RECEIVED, Column.NETWORK_LOOPBACK_SENT));
		addOther(readers, () -> new ElapsedReader(this.root.resolve("proc"), this.facts.tickNanos()),
				this.root.resolve("proc/uptime"), Column.ELAPSED);
		readers.add(new JvmReader());
		addGroups(readers);
		add(readers, self.resolve("smaps_rollup"), SMALL * 4, Tier.SLOW, ProcParsers::smapsRollup,
				columns("/proc/self/smaps_rollup", Column.MEMORY_PSS, Column.MEMORY_USS, Column.MEMORY_SWAP));
		addOther(readers, () -> new SocketsReader(self.resolve("net")), self.resolve("net/tcp"), sockets());
		readers.add(new TasksReader(self.resolve("task"), this.facts.tickNanos(), this.usage == null));
		this.reasons.put(Column.CONTEXT_SWITCHES_VOLUNTARY, NO_SWITCHES);
		this.reasons.put(Column.CONTEXT_SWITCHES_INVOLUNTARY, NO_SWITCHES);
		return readers;
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

	private void addGroups(List<ResourceReader> readers) {
		ControlGroups.Group unified = this.groups.v2();
		ControlGroups.Group memory = this.groups.v1("memory");
		List<Path> limits = new ArrayList<>(memory.upwards("memory.limit_in_bytes"));
		if (memory.folder() != null) {
			addNumber(readers, memory.folder().resolve("memory.usage_in_bytes"), Tier.FAST, Column.MEMORY_CGROUP);
		}
		else if (unified.folder() != null) {
			limits.addAll(unified.upwards("memory.max"));
			addNumber(readers, unified.folder().resolve("memory.current"), Tier.FAST, Column.MEMORY_CGROUP);
		}
		else {
			missing(memory, unified, Column.MEMORY_CGROUP);
		}
		readers.add(new MemoryLimitReader(limits, this.facts.physicalMemory()));
		addCpuGroup(readers, unified);
		addPressure(readers, unified, "cpu", Column.CPU_PRESSURE);
		addPressure(readers, unified, "memory", Column.MEMORY_PRESSURE);
		addPressure(readers, unified, "io", Column.IO_PRESSURE);
	}

	private void addCpuGroup(List<ResourceReader> readers, ControlGroups.Group unified) {
		ControlGroups.Group accounting = this.groups.v1("cpuacct");
		ControlGroups.Group quota = this.groups.v1("cpu");
		if (accounting.folder() != null) {
			addNumber(readers, accounting.folder().resolve("cpuacct.usage"), Tier.EDGE, Column.CPU_CGROUP);
		}
		if (quota.folder() != null) {
			addThrottling(readers, quota, ProcParsers::cpuStatV1, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS);
		}
		if (accounting.folder() == null && quota.folder() == null && unified.folder() != null) {
			addThrottling(readers, unified, ProcParsers::cpuStatV2, Column.CPU_CGROUP, Column.CPU_THROTTLED,
					Column.CPU_THROTTLED_PERIODS);
			return;
		}
		missing(accounting, unified, Column.CPU_CGROUP);
		missing(quota, unified, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS);
	}

	private void addThrottling(List<ResourceReader> readers, ControlGroups.Group group, FileReader.Parser parser,
			Column... columns) {
		List<Path> files = group.upwards("cpu.stat");
		addOther(readers, () -> new ThrottlingReader(files, parser, source(files.get(0)), columns), files.get(0),
				columns);
	}

	private void addPressure(List<ResourceReader> readers, ControlGroups.Group group, String resource, Column column) {
		Path file = (group.folder() != null) ? group.folder().resolve(resource + ".pressure") : null;
		boolean own = file != null && Files.exists(file);
		if (file == null || !own) {
			file = this.root.resolve("proc/pressure").resolve(resource);
		}
		ColumnStatus status = ColumnStatus.measured(source(file));
		add(readers, file, SMALL, Tier.FAST, ProcParsers.pressure(column),
				Map.of(column, own ? status : status.as(Availability.ESTIMATED, "it is that of the whole host")));
	}

	private void addNumber(List<ResourceReader> readers, Path file, Tier tier, Column column) {
		add(readers, file, SMALL, tier, ProcParsers.number(column, 1), columns(source(file), column));
	}

	private void add(List<ResourceReader> readers, Path file, int capacity, Tier tier, FileReader.Parser parser,
			Map<Column, ColumnStatus> columns) {
		addOther(readers, () -> new FileReader(file, capacity, tier, parser, columns), file,
				columns.keySet().toArray(Column[]::new));
	}

	private void addOther(List<ResourceReader> readers, Opening opening, Path file, Column... columns) {
		try {
			readers.add(opening.open());
		}
		catch (IOException ex) {
			for (Column column : columns) {
				this.reasons.put(column, source(file) + (Files.exists(file) ? " cannot be read" : " does not exist"));
			}
		}
	}

	private void missing(ControlGroups.Group first, ControlGroups.Group second, Column... columns) {
		if (first.folder() != null) {
			return;
		}
		String reason = (first.reason() != null) ? first.reason() : "";
		if (!reason.equals(ControlGroups.ROOT) && second.reason() != null) {
			reason = reason + "; " + second.reason();
		}
		for (Column column : columns) {
			this.reasons.put(column, reason);
		}
	}

	private String source(Path file) {
		return "/" + this.root.relativize(file);
	}

	private static Map<Column, ColumnStatus> columns(String source, Column... columns) {
		Map<Column, ColumnStatus> result = new EnumMap<>(Column.class);
		for (Column column : columns) {
			result.put(column, ColumnStatus.measured(source));
		}
		return result;
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
		if (column == Column.CPU_IO_WAIT && !this.facts.delayAccounting()) {
			return status.as(Availability.CONSTANT, "always 0 while the kernel.task_delayacct switch is off");
		}
		return status;
	}

	@Override
	public long threadCpuResolutionNanos() {
		return this.facts.gVisor() ? this.facts.tickNanos() : 0;
	}

	@FunctionalInterface
	private interface Opening {

		ResourceReader open() throws IOException;

	}

}
