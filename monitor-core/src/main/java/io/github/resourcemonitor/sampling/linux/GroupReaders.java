package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import io.github.resourcemonitor.sampling.linux.ControlGroups.Group;
import org.jspecify.annotations.Nullable;

/**
 * Opens the readers of the control groups of the process.
 */
final class GroupReaders {

	private static final int SMALL = 512;

	private final Path root;

	private final OpenReaders readers;

	private final GroupWatch watch;

	private final long physicalMemory;

	/**
	 * Create a new instance.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @param readers the readers to add to
	 * @param watch notices when the process is moved
	 * @param physicalMemory the physical memory in bytes, or {@link Column#ABSENT}
	 */
	GroupReaders(Path root, OpenReaders readers, GroupWatch watch, long physicalMemory) {
		this.root = root;
		this.readers = readers;
		this.watch = watch;
		this.physicalMemory = physicalMemory;
	}

	/**
	 * Add all readers.
	 */
	void add() {
		try {
			addAll();
		}
		catch (RuntimeException ex) {
			this.readers.unavailable("the control groups cannot be read: " + ex, Column.MEMORY_CGROUP,
					Column.MEMORY_LIMIT, Column.MEMORY_PERCENT, Column.CPU_CGROUP, Column.CPU_THROTTLED,
					Column.CPU_THROTTLED_PERIODS, Column.CPU_PRESSURE, Column.MEMORY_PRESSURE, Column.IO_PRESSURE);
		}
	}

	private void addAll() {
		this.readers.add(() -> this.watch);
		add(this::memoryUsage, Column.MEMORY_CGROUP);
		add(this::memoryLimit, Column.MEMORY_LIMIT, Column.MEMORY_PERCENT);
		boolean unified = isCpuUnified(this.watch.groups());
		if (!unified) {
			add(this::cpuUsage, Column.CPU_CGROUP);
			add(this::throttling, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS);
		}
		else {
			add(this::unifiedCpu, Column.CPU_CGROUP, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS);
		}
		addPressure("cpu", Column.CPU_PRESSURE);
		addPressure("memory", Column.MEMORY_PRESSURE);
		addPressure("io", Column.IO_PRESSURE);
	}

	private void add(GroupReader.Opening opening, Column... columns) {
		this.readers.add(() -> new GroupReader(this.watch, opening), columns);
	}

	private ResourceReader memoryUsage(ControlGroups groups) throws IOException {
		Group memory = groups.v1("memory");
		Group unified = groups.v2();
		if (memory.folder() != null) {
			return number(memory.folder().resolve("memory.usage_in_bytes"), Tier.FAST, Column.MEMORY_CGROUP);
		}
		if (unified.folder() != null && !memory.outOfSight()) {
			return number(unified.folder().resolve("memory.current"), Tier.FAST, Column.MEMORY_CGROUP);
		}
		throw missing(memory, unified);
	}

	private ResourceReader memoryLimit(ControlGroups groups) throws IOException {
		Group memory = groups.v1("memory");
		Group unified = groups.v2();
		List<Path> limits = new ArrayList<>(hierarchy(memory));
		Path effective = null;
		if (memory.folder() != null && memory.top() != null && !Files.exists(memory.top().resolve("release_agent"))) {
			effective = memory.folder().resolve("memory.stat");
		}
		if (memory.folder() == null) {
			limits.addAll(unified.upwards("memory.max"));
		}
		Group responsible = memory.outOfSight() ? memory : unified;
		String doubt = (memory.folder() == null && responsible.outOfSight()) ? responsible.reason() : null;
		MemoryLimitReader reader = new MemoryLimitReader(limits, effective, this.physicalMemory, doubt);
		if (reader.columns().isEmpty()) {
			reader.close();
			throw new IOException(((doubt != null) ? doubt : "no control group sets a limit") + ", and "
					+ this.readers.reasonForMissing(this.root.resolve("proc/meminfo")));
		}
		return reader;
	}

	/**
	 * Return the files with the limits that apply to a v1 group: those of its ancestors
	 * only as long as they account for their descendants too.
	 */
	private static List<Path> hierarchy(Group memory) {
		List<Path> result = new ArrayList<>();
		for (Path limit : memory.upwards("memory.limit_in_bytes")) {
			List<String> hierarchical = LinuxFacts.readLines(limit.resolveSibling("memory.use_hierarchy"));
			if (!result.isEmpty() && hierarchical.equals(List.of("0"))) {
				break;
			}
			result.add(limit);
		}
		return result;
	}

	/**
	 * Return whether only the v2 group has the CPU time.
	 */
	private static boolean isCpuUnified(ControlGroups groups) {
		return groups.v1("cpuacct").folder() == null && groups.v1("cpu").folder() == null
				&& groups.v2().folder() != null;
	}

	private ResourceReader cpuUsage(ControlGroups groups) throws IOException {
		Group accounting = groups.v1("cpuacct");
		if (accounting.folder() == null) {
			throw missing(accounting, groups.v2());
		}
		return number(accounting.folder().resolve("cpuacct.usage"), Tier.EDGE, Column.CPU_CGROUP);
	}

	private ResourceReader throttling(ControlGroups groups) throws IOException {
		Group quota = groups.v1("cpu");
		if (quota.folder() == null) {
			throw missing(quota, groups.v2());
		}
		return cpuStat(quota, ProcParsers::cpuStatV1, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS);
	}

	private ResourceReader unifiedCpu(ControlGroups groups) throws IOException {
		Group unified = groups.v2();
		if (unified.folder() == null) {
			throw missing(unified, unified);
		}
		return cpuStat(unified, ProcParsers::cpuStatV2, Column.CPU_CGROUP, Column.CPU_THROTTLED,
				Column.CPU_THROTTLED_PERIODS);
	}

	private ResourceReader cpuStat(Group group, FileReader.Parser parser, Column... columns) throws IOException {
		List<Path> files = group.upwards("cpu.stat");
		return this.readers.open(() -> new ThrottlingReader(files, parser, this.readers.source(files.get(0)), columns),
				files.get(0));
	}

	/**
	 * Add the pressure of the group, or that of the host if the group has none.
	 */
	private void addPressure(String resource, Column column) {
		String name = resource + ".pressure";
		Path own = file(this.watch.groups(), name);
		if (own != null && Files.exists(own)) {
			add((groups) -> pressure(groups, name, column), column);
			return;
		}
		Path host = this.root.resolve("proc/pressure").resolve(resource);
		this.readers.add(host, SMALL, Tier.FAST, ProcParsers.pressure(column),
				Map.of(column, ColumnStatus.measured(this.readers.source(host))
					.as(Availability.ESTIMATED, "it is that of the whole host")));
	}

	private static @Nullable Path file(ControlGroups groups, String name) {
		Path folder = groups.v2().folder();
		return (folder != null) ? folder.resolve(name) : null;
	}

	private ResourceReader pressure(ControlGroups groups, String name, Column column) throws IOException {
		Path file = file(groups, name);
		if (file == null) {
			throw missing(groups.v2(), groups.v2());
		}
		return file(file, Tier.FAST, ProcParsers.pressure(column), column);
	}

	private ResourceReader number(Path file, Tier tier, Column column) throws IOException {
		return file(file, tier, ProcParsers.number(column, 1), column);
	}

	private ResourceReader file(Path file, Tier tier, FileReader.Parser parser, Column column) throws IOException {
		return this.readers.open(() -> new FileReader(file, SMALL, tier, parser,
				OpenReaders.measured(this.readers.source(file), column)), file);
	}

	private static IOException missing(Group first, Group second) {
		String reason = (first.reason() != null) ? first.reason() : "";
		boolean complete = reason.equals(ControlGroups.ROOT) || first.outOfSight() || first.equals(second);
		if (!complete && second.reason() != null) {
			reason = reason + "; " + second.reason();
		}
		return new IOException(reason);
	}

}
