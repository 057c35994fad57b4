package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LinuxSourceTests {

	@TempDir
	Path folder;

	private final Failures failures = new Failures();

	@Test
	void isAbsentWithoutProc() {
		assertThat(LinuxSource.detect(this.folder)).isNull();
	}

	@Test
	void hasOnlyValuesOfTheJvmWithAnEmptyStat() throws IOException {
		Files.createDirectories(this.folder.resolve("proc/self"));
		Files.createFile(this.folder.resolve("proc/self/stat"));
		ColumnCatalog catalog = probe(this.folder);
		assertThat(catalog.recorded()).containsExactlyInAnyOrder(Column.HEAP_USED, Column.GC_COUNT, Column.GC_NANOS);
		assertThat(catalog.status(Column.CPU_USER).reason())
			.isEqualTo("/proc/self/stat field 14 has no value for it or could not be read on this system");
		assertThat(catalog.status(Column.CPU_PERCENT).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.MEMORY_RSS).reason()).isEqualTo("/proc/self/statm does not exist");
		assertThat(catalog.status(Column.MEMORY_CGROUP).reason())
			.isEqualTo("no v1 control group has the controller 'memory'; no v2 control group");
	}

	@Test
	void ioWaitIsConstantWhileDelayAccountingIsOff() throws IOException {
		Path root = Captured.LINUX_6_18_V1.copyTo(this.folder.resolve("root"));
		Path delayAccounting = Files.createDirectories(root.resolve("proc/sys/kernel")).resolve("task_delayacct");
		Files.writeString(delayAccounting, "0\n");
		assertThat(probe(root).status(Column.CPU_IO_WAIT)).satisfies((status) -> {
			assertThat(status.availability()).isEqualTo(Availability.CONSTANT);
			assertThat(status.reason()).isEqualTo("always 0 while the kernel.task_delayacct switch is off");
		});
		Files.writeString(delayAccounting, "1\n");
		assertThat(probe(root).status(Column.CPU_IO_WAIT).availability()).isEqualTo(Availability.ESTIMATED);
	}

	@Test
	void rejectsTheRootOfAllV1Hierarchies() throws IOException {
		Path root = Captured.LINUX_6_18_V1.copyTo(this.folder.resolve("root"));
		Path cgroup = root.resolve("proc/self/cgroup");
		Files.writeString(cgroup, Files.readString(cgroup).replace("/rmtest-82dd45f3", "/"));
		ColumnCatalog catalog = probe(root);
		for (Column column : new Column[] { Column.CPU_CGROUP, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS,
				Column.MEMORY_CGROUP }) {
			assertThat(catalog.status(column).availability()).isEqualTo(Availability.UNAVAILABLE);
			assertThat(catalog.status(column).reason()).isEqualTo(ControlGroups.ROOT);
		}
		assertThat(catalog.status(Column.MEMORY_LIMIT).source()).startsWith("/proc/meminfo MemTotal");
	}

	@Test
	void rejectsTheV2Root() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.writeString(root.resolve("proc/self/cgroup"), "0::/\n");
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_CGROUP).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.CPU_CGROUP).reason()).contains(ControlGroups.ROOT);
		assertThat(catalog.status(Column.MEMORY_CGROUP).reason()).contains(ControlGroups.ROOT);
		assertThat(catalog.status(Column.CPU_PRESSURE).source()).isEqualTo("/proc/pressure/cpu");
	}

	@Test
	void readsPressureOfTheHostIfTheGroupHasNone() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.delete(root.resolve("sys/fs/cgroup/capture.slice/app.service/memory.pressure"));
		long[] row = readAll(root);
		assertThat(row[Column.MEMORY_PRESSURE.ordinal()]).isEqualTo(364_975_000L);
		assertThat(row[Column.CPU_PRESSURE.ordinal()]).isEqualTo(34_178_893_000L);
		assertThat(probe(root).status(Column.MEMORY_PRESSURE).source()).isEqualTo("/proc/pressure/memory");
	}

	@Test
	void aMissingFileAffectsOnlyItsOwnColumns() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.delete(root.resolve("proc/self/smaps_rollup"));
		Files.delete(root.resolve("proc/uptime"));
		Files.delete(root.resolve("proc/self/net/tcp6"));
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.columns(Availability.UNAVAILABLE)).containsExactly(Column.MEMORY_PSS, Column.MEMORY_USS,
				Column.MEMORY_SWAP, Column.FILES_OPEN, Column.ELAPSED);
		assertThat(catalog.status(Column.MEMORY_USS).reason()).isEqualTo("/proc/self/smaps_rollup does not exist");
		assertThat(readAll(root)[Column.SOCKETS_ESTABLISHED.ordinal()]).isEqualTo(2);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void hasNoAgeIfUptimeHasNoNumber() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.writeString(root.resolve("proc/uptime"), "");
		assertThat(probe(root).status(Column.ELAPSED).reason()).isEqualTo("/proc/uptime cannot be read");
	}

	@Test
	void opensIndependentReadersEachTime() throws IOException {
		LinuxSource source = LinuxSource.detect(Captured.LINUX_6_1_V2.root());
		assertThat(source).isNotNull();
		source.open().forEach(ResourceReader::close);
		long[] row = Captured.blankRow();
		for (ResourceReader reader : source.open()) {
			reader.read(row);
			reader.close();
		}
		assertThat(row[Column.DISK_READ_CALLS.ordinal()]).isEqualTo(783);
	}

	@Test
	void threadClocksAreCoarseOnlyOnGVisor() {
		assertThat(LinuxSource.detect(Captured.GVISOR_2024.root())).isNotNull()
			.satisfies((source) -> assertThat(source.threadCpuResolutionNanos()).isEqualTo(10_000_000));
		assertThat(LinuxSource.detect(Captured.LINUX_6_18_V1.root())).isNotNull()
			.satisfies((source) -> assertThat(source.threadCpuResolutionNanos()).isZero());
	}

	private ColumnCatalog probe(Path root) {
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).isNotNull();
		return ColumnCatalog.probe(source, this.failures);
	}

	private static long[] readAll(Path root) throws IOException {
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
