package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Captured systems with modified control groups: without a limit, with limits of outer
 * groups, with missing controllers, and with both versions at once.
 */
class ControlGroupVariantsTests {

	private static final long PHYSICAL_V2 = 738556 * 1024L;

	private static final String V2_GROUP = "sys/fs/cgroup/capture.slice/app.service/";

	private static final String V1_GROUP = "rmtest-82dd45f3";

	@TempDir
	Path folder;

	private final Failures failures = new Failures();

	@AfterEach
	void failedNowhere() {
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void v2WithoutAnyLimitHasThePhysicalMemory() throws IOException {
		Path root = copy(Captured.LINUX_6_1_V2);
		write(root, V2_GROUP + "memory.max", "max");
		write(root, V2_GROUP + "cpu.max", "max 100000");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(PHYSICAL_V2);
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.MEMORY_LIMIT).source()).startsWith("/proc/meminfo MemTotal");
		assertThat(catalog.status(Column.MEMORY_CGROUP).availability()).isEqualTo(Availability.MEASURED);
		assertThat(catalog.status(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.MEASURED);
	}

	@Test
	void v2UsesTheLimitOfAnOuterGroup() throws IOException {
		Path root = copy(Captured.LINUX_6_1_V2);
		write(root, V2_GROUP + "memory.max", "max");
		write(root, "sys/fs/cgroup/capture.slice/memory.max", "73400320");
		long[] row = read(root);
		assertThat(row[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(73400320);
		assertThat(row[Column.MEMORY_PERCENT.ordinal()])
			.isEqualTo(row[Column.MEMORY_RSS.ordinal()] * 100_000 / 73400320);
		write(root, V2_GROUP + "memory.max", "52428800");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(52428800);
	}

	@Test
	void v2WithoutTheMemoryControllerHasNoGroupMemory() throws IOException {
		Path root = copy(Captured.LINUX_6_1_V2);
		remove(root, V2_GROUP, "memory.");
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.MEMORY_CGROUP).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.MEMORY_CGROUP).reason())
			.isEqualTo("/" + V2_GROUP + "memory.current does not exist");
		assertThat(catalog.status(Column.MEMORY_PRESSURE).source()).isEqualTo("/proc/pressure/memory");
		assertThat(catalog.status(Column.CPU_CGROUP).availability()).isEqualTo(Availability.MEASURED);
		// Without the controller the group has no limit, but the one above it may.
		write(root, "sys/fs/cgroup/capture.slice/memory.max", "73400320");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(73400320);
	}

	@Test
	void v2WithoutTheCpuControllerHasOnlyTheCpuTime() throws IOException {
		Path root = copy(Captured.LINUX_6_1_V2);
		write(root, V2_GROUP + "cpu.stat", "usage_usec 21087757\nuser_usec 16960540\nsystem_usec 4127216");
		assertThat(read(root)[Column.CPU_CGROUP.ordinal()]).isEqualTo(21_087_757_000L);
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_CGROUP).availability()).isEqualTo(Availability.MEASURED);
		for (Column column : new Column[] { Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS }) {
			assertThat(catalog.status(column).availability()).isEqualTo(Availability.UNAVAILABLE);
			assertThat(catalog.status(column).reason())
				.isEqualTo("/" + V2_GROUP + "cpu.stat has no value for it or could not be read on this system");
		}
	}

	@Test
	void v1WithoutAnyLimitHasThePhysicalMemory() throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		write(root, "sys/fs/cgroup/memory/" + V1_GROUP + "/memory.limit_in_bytes", "9223372036854771712");
		long physical = LinuxFacts.detect(root).physicalMemory();
		assertThat(physical).isGreaterThan(1L << 30);
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(physical);
		assertThat(probe(root).status(Column.MEMORY_LIMIT).source()).startsWith("/proc/meminfo MemTotal");
	}

	@Test
	void v1UsesTheLimitOfAnOuterGroup() throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		Path outer = root.resolve("sys/fs/cgroup/memory/" + V1_GROUP);
		Path inner = Files.createDirectory(outer.resolve("inner"));
		Files.copy(outer.resolve("memory.usage_in_bytes"), inner.resolve("memory.usage_in_bytes"));
		Files.writeString(inner.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
		replace(root, "proc/self/cgroup", "4:memory:/" + V1_GROUP, "4:memory:/" + V1_GROUP + "/inner");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(536870912);
		Files.writeString(inner.resolve("memory.limit_in_bytes"), "268435456\n");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(268435456);
	}

	@Test
	void v1WithoutTheCpuControllerHasOnlyTheCpuTime() throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		replace(root, "proc/self/cgroup", "1:cpu:/" + V1_GROUP + "\n", "");
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_CGROUP).availability()).isEqualTo(Availability.MEASURED);
		assertThat(catalog.status(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.CPU_THROTTLED).reason())
			.startsWith("no v1 control group has the controller 'cpu'");
	}

	@Test
	void v1ControllersAreUsedIfTheV2GroupHasNone() throws IOException {
		// As set up by systemd in hybrid mode.
		Path root = hybrid(V1_GROUP);
		long[] row = read(root);
		assertThat(row[Column.CPU_CGROUP.ordinal()]).isEqualTo(4_972_796_335L);
		assertThat(row[Column.MEMORY_CGROUP.ordinal()]).isEqualTo(137_691_136);
		assertThat(row[Column.CPU_THROTTLED_PERIODS.ordinal()]).isEqualTo(99);
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_PRESSURE).source())
			.isEqualTo("/sys/fs/cgroup/unified/app.service/cpu.pressure");
		assertThat(catalog.status(Column.CPU_PRESSURE).availability()).isEqualTo(Availability.MEASURED);
	}

	@Test
	void v2HasTheCpuTimeIfV1ControllersHaveOnlyTheirRoots() throws IOException {
		Path root = hybrid("");
		assertThat(read(root)[Column.CPU_CGROUP.ordinal()]).isEqualTo(77_000_000L);
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_CGROUP).source()).isEqualTo("/sys/fs/cgroup/unified/app.service/cpu.stat");
		assertThat(catalog.status(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.MEMORY_CGROUP).availability()).isEqualTo(Availability.UNAVAILABLE);
	}

	@Test
	void usesMemoryOfTheV2GroupIfOnlyTheCpuIsV1() throws IOException {
		Path root = hybrid(V1_GROUP);
		replace(root, "proc/self/cgroup", "4:memory:/" + V1_GROUP + "\n", "");
		Path group = root.resolve("sys/fs/cgroup/unified/app.service");
		Files.writeString(group.resolve("memory.current"), "99999744\n");
		Files.writeString(group.resolve("memory.max"), "209715200\n");
		long[] row = read(root);
		assertThat(row[Column.MEMORY_CGROUP.ordinal()]).isEqualTo(99_999_744);
		assertThat(row[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(209_715_200);
		assertThat(row[Column.CPU_CGROUP.ordinal()]).isEqualTo(4_972_796_335L);
	}

	@Test
	void aGroupOutOfSightHasNoValuesAndMakesTheLimitAnEstimate() throws IOException {
		Path root = copy(Captured.LINUX_6_1_V2);
		replace(root, "proc/self/cgroup", "0::/capture.slice/app.service", "0::/../elsewhere");
		ColumnCatalog catalog = probe(root);
		String reason = "the control group of the process, /../elsewhere, is not in sight: "
				+ "no mount of type cgroup2 shows it";
		for (Column column : new Column[] { Column.MEMORY_CGROUP, Column.CPU_CGROUP, Column.CPU_THROTTLED,
				Column.CPU_THROTTLED_PERIODS }) {
			assertThat(catalog.status(column).availability()).isEqualTo(Availability.UNAVAILABLE);
			assertThat(catalog.status(column).reason()).endsWith(reason);
		}
		assertThat(catalog.status(Column.CPU_PRESSURE).source()).isEqualTo("/proc/pressure/cpu");
		assertThat(catalog.status(Column.MEMORY_LIMIT).availability()).isEqualTo(Availability.ESTIMATED);
		assertThat(catalog.status(Column.MEMORY_LIMIT).reason())
			.isEqualTo("a control group may set a lower limit: " + reason);
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(PHYSICAL_V2);
	}

	@Test
	void anotherV1GroupIsNotTakenForTheOwnOne() throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		replace(root, "proc/self/cgroup", "4:memory:/" + V1_GROUP, "4:memory:/" + V1_GROUP + "2");
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.MEMORY_CGROUP).reason()).isEqualTo("the control group of the process, /"
				+ V1_GROUP + "2, is not in sight: no mount of type cgroup shows it");
		assertThat(catalog.status(Column.MEMORY_LIMIT).availability()).isEqualTo(Availability.ESTIMATED);
		assertThat(catalog.status(Column.CPU_CGROUP).availability()).isEqualTo(Availability.MEASURED);
	}

	@Test
	void v1InAContainerHasTheLimitOfAncestorsThatAreNotInSight() throws IOException {
		Path root = container("1073741824");
		write(root, "sys/fs/cgroup/memory/memory.stat",
				"cache 0\nhierarchical_memory_limit 268435456\nhierarchical_memsw_limit 9223372036854771712");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(268435456);
		assertThat(probe(root).status(Column.MEMORY_LIMIT).source()).isEqualTo("limit of the control group");
	}

	@Test
	void v1InAContainerWithoutAnyLimitHasThePhysicalMemory() throws IOException {
		Path root = container("9223372036854771712");
		write(root, "sys/fs/cgroup/memory/memory.stat", "hierarchical_memory_limit 9223372036854771712");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(LinuxFacts.detect(root).physicalMemory());
	}

	/**
	 * The captured v1 system as its memory controller is seen in a container.
	 */
	private Path container(String limit) throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		replace(root, "proc/self/mountinfo", "0:32 / /sys/fs/cgroup/memory",
				"0:32 /" + V1_GROUP + " /sys/fs/cgroup/memory");
		Files.delete(root.resolve("sys/fs/cgroup/memory/release_agent"));
		write(root, "sys/fs/cgroup/memory/memory.limit_in_bytes", limit);
		return root;
	}

	@Test
	void v1IgnoresTheLimitOfAnAncestorThatDoesNotAccountForItsDescendants() throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		Path outer = root.resolve("sys/fs/cgroup/memory/" + V1_GROUP);
		Path inner = Files.createDirectory(outer.resolve("inner"));
		Files.copy(outer.resolve("memory.usage_in_bytes"), inner.resolve("memory.usage_in_bytes"));
		Files.writeString(inner.resolve("memory.limit_in_bytes"), "805306368\n");
		Files.writeString(inner.resolve("memory.use_hierarchy"), "0\n");
		replace(root, "proc/self/cgroup", "4:memory:/" + V1_GROUP, "4:memory:/" + V1_GROUP + "/inner");
		Files.writeString(outer.resolve("memory.use_hierarchy"), "1\n");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(536870912);
		Files.writeString(outer.resolve("memory.use_hierarchy"), "0\n");
		assertThat(read(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(805306368);
	}

	/**
	 * The captured v1 system with a v2 group that has no controller.
	 */
	private Path hybrid(String v1Group) throws IOException {
		Path root = copy(Captured.LINUX_6_18_V1);
		replace(root, "proc/self/cgroup", "/" + V1_GROUP, "/" + v1Group);
		replace(root, "proc/self/cgroup", "0::/\n", "0::/app.service\n");
		Path group = Files.createDirectory(root.resolve("sys/fs/cgroup/unified/app.service"));
		Files.writeString(group.resolve("cgroup.type"), "domain\n");
		Files.writeString(group.resolve("cpu.stat"), "usage_usec 77000\nuser_usec 70000\nsystem_usec 7000\n");
		Files.copy(root.resolve("sys/fs/cgroup/unified/cpu.pressure"), group.resolve("cpu.pressure"));
		return root;
	}

	private Path copy(Captured captured) throws IOException {
		return captured.copyTo(this.folder.resolve("root"));
	}

	private static void write(Path root, String file, String text) throws IOException {
		assertThat(root.resolve(file)).exists();
		Files.writeString(root.resolve(file), text + "\n");
	}

	private static void replace(Path root, String file, String old, String by) throws IOException {
		String text = Files.readString(root.resolve(file));
		assertThat(text).contains(old);
		Files.writeString(root.resolve(file), text.replace(old, by));
	}

	private static void remove(Path root, String folder, String prefix) throws IOException {
		try (var files = Files.list(root.resolve(folder))) {
			for (Path file : files.filter((path) -> path.getFileName().toString().startsWith(prefix)).toList()) {
				Files.delete(file);
			}
		}
	}

	private ColumnCatalog probe(Path root) {
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).isNotNull();
		return ColumnCatalog.probe(source, this.failures);
	}

	private static long[] read(Path root) throws IOException {
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).isNotNull();
		long[] row = Captured.blankRow();
		for (ResourceReader reader : source.open()) {
			reader.read(row);
			reader.close();
		}
		return row;
	}

}
