package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests a process in a real control group with a CPU quota and a memory limit. Requires
 * v1 hierarchies and permission to create groups in them; otherwise skipped with the
 * reason. The controllers of version 2 are tested with captured files.
 */
@EnabledOnOs(OS.LINUX)
class RealControlGroupIT {

	private static final long MIB = 1024 * 1024;

	private static final long MILLI = 1_000_000;

	/**
	 * The kernel updates the CPU time of a running thread at clock interrupts, which are
	 * at most 10 ms apart.
	 */
	private static final long CLOCK_INTERRUPT = 10 * MILLI;

	/**
	 * The kernel charges a group for 64 pages at once on each CPU.
	 */
	private static final long CHARGE = 64 * 4096L * Runtime.getRuntime().availableProcessors();

	/**
	 * A group includes the children of its processes. The program has some, because JNA
	 * starts programs when it is loaded.
	 */
	private static final String CLOCK = "clock.process and children";

	private static final String LIMIT = "memory.limit_in_bytes";

	@TempDir
	Path folder;

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		// The process first, then the inner groups.
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void countsTheThrottledTimeOfAQuota() throws IOException {
		RealControlGroup group = group("cpu");
		long period = 20 * MILLI;
		long quota = 2 * MILLI;
		group.set("cpu.cfs_period_us", period / 1000);
		MeasuredProcess process = start(group.procsFiles());
		Moment.Others others = () -> Map.of("time", group.number("cpu.stat", "throttled_time"), "periods",
				group.number("cpu.stat", "nr_throttled"), "all periods", group.number("cpu.stat", "nr_periods"), "wall",
				System.nanoTime());
		// First periods within the quota, which count as periods but not as throttled
		// ones.
		group.set("cpu.cfs_quota_us", period / 1000 * 2 * Runtime.getRuntime().availableProcessors());
		while (group.number("cpu.stat", "nr_periods") < 3) {
			process.ask("burn 20");
		}
		Moment start = Moment.take(process, others);
		group.set("cpu.cfs_quota_us", quota / 1000);
		long burnt = 0;
		while (group.number("cpu.stat", "nr_throttled") - start.after().get("periods") < 10) {
			burnt += process.ask("burn 4").get("cpu");
		}
		group.set("cpu.cfs_quota_us", -1);
		Moment end = Moment.take(process, others);

		assertBetween(start, Column.CPU_THROTTLED, start.range("time"));
		assertBetween(start, Column.CPU_THROTTLED_PERIODS, start.range("periods"));
		assertBetween(end, Column.CPU_THROTTLED, end.range("time"));
		assertBetween(end, Column.CPU_THROTTLED_PERIODS, end.range("periods"));

		long periods = end.growth(Column.CPU_THROTTLED_PERIODS, start);
		long time = end.growth(Column.CPU_THROTTLED, start);
		// The waiting time of threads is counted on each CPU.
		long wall = end.growth("wall", start).high();
		int processors = Runtime.getRuntime().availableProcessors();
		assertThat(periods).isBetween(10L, end.growth("all periods", start).high());
		assertThat(time).isBetween(periods * period / 100, wall * processors);
		// The used time requires that number of quotas, one per period; usage since the
		// last clock interrupt may be missing.
		assertThat(wall).isGreaterThan(((burnt - CLOCK_INTERRUPT) / quota - 2) * period);
	}

	@Test
	void countsTheCpuTimeOfTheGroup() throws IOException {
		RealControlGroup group = group("cpuacct");
		MeasuredProcess process = start(group.procsFiles());
		Moment.Others others = () -> {
			Map<String, Long> values = new LinkedHashMap<>(process.ask("clocks"));
			values.put("group", group.number("cpuacct.usage"));
			return values;
		};
		process.ask("clocks");
		Moment start = Moment.take(process, others);
		long burnt = process.ask("burn 200").get("cpu");
		Moment end = Moment.take(process, others);

		assertBetween(start, Column.CPU_CGROUP, start.range("group"));
		assertBetween(end, Column.CPU_CGROUP, end.range("group"));
		long lag = CLOCK_INTERRUPT * Runtime.getRuntime().availableProcessors();
		long growth = end.growth(Column.CPU_CGROUP, start);
		Moment.Range clock = end.growth(CLOCK, start).widened(lag, lag);
		assertThat(growth).isBetween(clock.low(), clock.high()).isGreaterThan(burnt - lag);
		// All usage of the group is that of this process and its children.
		assertThat(end.value(Column.CPU_CGROUP)).isLessThanOrEqualTo(end.after().get(CLOCK));
	}

	@Test
	void countsTheMemoryOfTheGroup() throws IOException {
		RealControlGroup group = group("memory");
		group.set(LIMIT, 512 * MIB);
		MeasuredProcess process = start(group.procsFiles());
		Moment.Others others = () -> Map.of("usage", group.number("memory.usage_in_bytes"), "highest",
				group.number("memory.max_usage_in_bytes"));
		Moment start = Moment.take(process, others);
		process.ask("touch 48");
		Moment end = Moment.take(process, others);

		assertBetween(start, Column.MEMORY_CGROUP, start.range("usage").widened(CHARGE, CHARGE));
		assertBetween(end, Column.MEMORY_CGROUP, end.range("usage").widened(CHARGE, CHARGE));
		assertThat(end.value(Column.MEMORY_CGROUP)).isLessThanOrEqualTo(end.after().get("highest"));
		assertThat(end.growth(Column.MEMORY_CGROUP, start)).isBetween(48 * MIB - 2 * CHARGE, (48 + 8) * MIB);
		assertThat(end.value(Column.MEMORY_LIMIT)).isEqualTo(512 * MIB);
		assertThat(end.value(Column.MEMORY_PERCENT)).isEqualTo(percentInUse(end));
	}

	@Test
	void usesTheSmallestLimitOfNestedGroups() throws IOException {
		RealControlGroup outer = group("cpu", "memory");
		RealControlGroup inner = keep(outer.inner());
		MeasuredProcess process = start(inner.procsFiles());
		long unlimited = inner.number(LIMIT);
		assertThat(unlimited).isGreaterThan(Long.MAX_VALUE / 2);

		assertThat(limit(process, inner, unlimited)).isEqualTo(physicalMemory());

		outer.set(LIMIT, 384 * MIB);
		assertThat(limit(process, inner, 384 * MIB)).isEqualTo(384 * MIB);

		inner.set(LIMIT, 256 * MIB);
		assertThat(limit(process, inner, 256 * MIB)).isEqualTo(256 * MIB);

		outer.set(LIMIT, 192 * MIB);
		assertThat(limit(process, inner, 192 * MIB)).isEqualTo(192 * MIB);
	}

	/**
	 * Return the library's limit, after asserting that it equals the kernel's.
	 */
	private static long limit(MeasuredProcess process, RealControlGroup inner, long kernels) throws IOException {
		assertThat(inner.number("memory.stat", "hierarchical_memory_limit")).isEqualTo(kernels);
		process.open();
		Moment moment = Moment.take(process, Map::of);
		assertThat(moment.value(Column.MEMORY_PERCENT)).isEqualTo(percentInUse(moment));
		return moment.value(Column.MEMORY_LIMIT);
	}

	private static long percentInUse(Moment moment) {
		return moment.value(Column.MEMORY_RSS) * 100 * Column.PERCENT_SCALE / moment.value(Column.MEMORY_LIMIT);
	}

	@Test
	void countsTheThrottledTimeOfTheQuotaOfAnOuterGroup() throws IOException {
		RealControlGroup outer = group("cpu");
		RealControlGroup inner = keep(outer.inner());
		outer.set("cpu.cfs_period_us", 20_000);
		MeasuredProcess process = start(inner.procsFiles());
		process.ask("burn 1");
		outer.set("cpu.cfs_quota_us", 2_000);
		while (outer.number("cpu.stat", "nr_throttled") < 5) {
			process.ask("burn 4");
		}
		outer.set("cpu.cfs_quota_us", -1);
		Moment moment = Moment.take(process, Map::of);
		assertThat(moment.value(Column.CPU_THROTTLED_PERIODS)).isGreaterThanOrEqualTo(5)
			.isEqualTo(outer.number("cpu.stat", "nr_throttled"));
		// Newer kernels report the throttled time of the inner group itself.
		long nanos = Files.exists(inner.path("cpu.stat.local")) ? inner.number("cpu.stat.local", "throttled_time")
				: outer.number("cpu.stat", "throttled_time");
		assertThat(moment.value(Column.CPU_THROTTLED)).isPositive().isEqualTo(nanos);
	}

	@Test
	void omitsControllersThatTheGroupDoesNotHave() throws IOException {
		List<Path> procsFiles = new ArrayList<>(RealControlGroup.rootProcsFiles("cpu", "cpuacct"));
		procsFiles.addAll(group("memory").procsFiles());
		MeasuredProcess process = start(procsFiles);
		Map<Column, Availability> columns = process.open();
		Map<Column, String> reasons = process.reasons();
		Map<Column, Long> row = process.read();
		for (Column column : List.of(Column.CPU_CGROUP, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS)) {
			assertThat(columns).containsEntry(column, Availability.UNAVAILABLE);
			assertThat(reasons.get(column))
				.isEqualTo("the process is in the root control group, which covers the whole host");
			assertThat(row).doesNotContainKey(column);
		}
		assertThat(columns).containsEntry(Column.MEMORY_CGROUP, Availability.MEASURED);
		assertThat(row).containsKey(Column.MEMORY_CGROUP);
	}

	@Test
	void readsTheV2GroupIfV1ControllersHaveOnlyTheirRoots() throws IOException {
		List<Path> procsFiles = new ArrayList<>(RealControlGroup.rootProcsFiles("cpu", "cpuacct"));
		RealControlGroup group = keep(RealControlGroup.createUnified());
		assumeTrue(group.has("cpu.pressure"), "this kernel counts no pressure");
		procsFiles.addAll(group.procsFiles());
		MeasuredProcess process = start(procsFiles);
		Moment.Others others = () -> {
			Map<String, Long> values = new LinkedHashMap<>(process.ask("clocks"));
			values.put("wall", System.nanoTime());
			values.put("group", group.number("cpu.stat", "usage_usec") * 1000);
			values.put("pressure", group.pressure("cpu.pressure"));
			return values;
		};
		process.ask("clocks");
		Moment start = Moment.take(process, others);
		process.ask("burners " + 2 * Runtime.getRuntime().availableProcessors() + " 50");
		Moment end = Moment.take(process, others);

		assertBetween(start, Column.CPU_CGROUP, start.range("group"));
		assertBetween(end, Column.CPU_CGROUP, end.range("group"));
		assertBetween(end, Column.CPU_PRESSURE, end.range("pressure"));
		long lag = CLOCK_INTERRUPT * Runtime.getRuntime().availableProcessors();
		Moment.Range clock = end.growth(CLOCK, start).widened(lag, lag);
		assertThat(end.growth(Column.CPU_CGROUP, start)).isBetween(clock.low(), clock.high());
		// Two threads per processor: one of them waits, for about as long as both work.
		assertThat(end.growth(Column.CPU_PRESSURE, start)).isBetween(20 * MILLI, end.growth("wall", start).high());
		Map<Column, Availability> columns = process.open();
		assertThat(columns).containsEntry(Column.CPU_CGROUP, Availability.MEASURED)
			.containsEntry(Column.CPU_PRESSURE, Availability.MEASURED)
			.containsEntry(Column.CPU_THROTTLED, Availability.UNAVAILABLE);
	}

	private static void assertBetween(Moment moment, Column column, Moment.Range range) {
		assertThat(moment.value(column)).as(column.label()).isBetween(range.low(), range.high());
	}

	private static long physicalMemory() throws IOException {
		return Files.readAllLines(Path.of("/proc/meminfo"))
			.stream()
			.filter((line) -> line.startsWith("MemTotal:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.findFirst()
			.orElseThrow();
	}

	private RealControlGroup group(String... controllers) {
		return keep(RealControlGroup.create(controllers));
	}

	private MeasuredProcess start(List<Path> procsFiles) throws IOException {
		return keep(MeasuredProcess.start(this.folder, procsFiles));
	}

	private <T extends AutoCloseable> T keep(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

}
