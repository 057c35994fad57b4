package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
		assertThat(catalog.status(Column.MEMORY_PERCENT).reason()).isEqualTo("/proc/self/statm does not exist");
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
	void aProcThatShowsOnlyProcessesIsNotAnOldKernel() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.writeString(root.resolve("proc/self/cgroup"), "0::/\n");
		hideAllButProcesses(root);
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_IO_WAIT)).isEqualTo(ColumnStatus
			.unavailable("whether the kernel counts it is unknown, because /proc/sys is not visible to this process"));
		String hidden = " is not visible to this process, whose /proc shows only processes "
				+ "(as with ProcSubset=pid of systemd)";
		assertThat(catalog.status(Column.MEMORY_LIMIT).reason())
			.isEqualTo("no control group sets a limit, and /proc/meminfo" + hidden);
		assertThat(catalog.status(Column.MEMORY_PERCENT).reason())
			.isEqualTo(catalog.status(Column.MEMORY_LIMIT).reason());
		assertThat(catalog.status(Column.ELAPSED).reason()).isEqualTo("/proc/uptime" + hidden);
		assertThat(catalog.status(Column.IO_PRESSURE).reason()).isEqualTo("/proc/pressure/io" + hidden);
		assertThat(catalog.status(Column.CPU_USER).availability()).isEqualTo(Availability.MEASURED);
		assertThat(catalog.status(Column.NETWORK_RECEIVED).availability()).isEqualTo(Availability.MEASURED);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void aProcThatShowsOnlyProcessesStillHasTheLimitOfTheGroup() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		hideAllButProcesses(root);
		assertThat(probe(root).status(Column.MEMORY_LIMIT))
			.isEqualTo(ColumnStatus.measured("limit of the control group"));
	}

	@Test
	void saysInASentenceWhyThereIsNoMemoryLimit() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.writeString(root.resolve("proc/self/cgroup"), "0::/\n");
		Files.writeString(root.resolve("proc/meminfo"), "");
		assertThat(probe(root).status(Column.MEMORY_LIMIT).reason())
			.isEqualTo("no control group sets a limit, and /proc/meminfo cannot be read");
		Files.delete(root.resolve("proc/meminfo"));
		assertThat(probe(root).status(Column.MEMORY_LIMIT).reason())
			.isEqualTo("no control group sets a limit, and /proc/meminfo does not exist");
	}

	private static void hideAllButProcesses(Path root) throws IOException {
		try (Stream<Path> files = Files.list(root.resolve("proc"))) {
			for (Path file : files.filter((path) -> !path.endsWith("self")).toList()) {
				Files.move(file, root.resolve("hidden-" + file.getFileName()));
			}
		}
	}

	@Test
	void readsAGroupWhoseNameIsNotAscii() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.move(root.resolve("sys/fs/cgroup/capture.slice"),
				Octets.resolve(root, "sys/fs/cgroup/\u00c3\u00bc \u00ff"));
		Files.write(root.resolve("proc/self/cgroup"),
				"0::/\u00c3\u00bc \u00ff/app.service\n".getBytes(StandardCharsets.ISO_8859_1));
		ColumnCatalog catalog = probe(root);
		assertThat(catalog.status(Column.CPU_CGROUP))
			.isEqualTo(ColumnStatus.measured("/sys/fs/cgroup/\u00fc \ufffd/app.service/cpu.stat"));
		assertThat(readAll(root)[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(104857600);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void followsTheProcessIntoAnotherGroup() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Path other = Files.createDirectories(root.resolve("sys/fs/cgroup/other"));
		Files.writeString(other.resolve("cgroup.type"), "domain\n");
		Files.writeString(other.resolve("memory.current"), "4096\n");
		Files.writeString(other.resolve("memory.max"), "8192\n");
		Files.writeString(other.resolve("cpu.stat"), "usage_usec 99000000\nnr_throttled 5000\nthrottled_usec 7\n");
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).isNotNull();
		try (EdgeReader edges = new EdgeReader(source, 0.02, System::nanoTime, this.failures)) {
			Reading before = edges.readAll();
			assertThat(before.value(Column.MEMORY_LIMIT)).isEqualTo(104857600);
			Files.writeString(root.resolve("proc/self/cgroup"), "0::/other\n");
			Reading after = before;
			for (int i = 0; i < 64; i++) {
				after = edges.readAll();
			}
			assertThat(after.value(Column.MEMORY_CGROUP)).isEqualTo(4096);
			assertThat(after.value(Column.MEMORY_LIMIT)).isEqualTo(8192);
			// What the other group had used before is not the process's.
			assertThat(after.value(Column.CPU_CGROUP)).isEqualTo(before.value(Column.CPU_CGROUP));
			assertThat(after.value(Column.CPU_THROTTLED_PERIODS)).isEqualTo(before.value(Column.CPU_THROTTLED_PERIODS));
			Files.writeString(other.resolve("cpu.stat"), "usage_usec 99000008\nnr_throttled 5001\nthrottled_usec 7\n");
			after = edges.readAll();
			assertThat(after.value(Column.CPU_CGROUP)).isEqualTo(before.value(Column.CPU_CGROUP) + 8000);
			assertThat(after.value(Column.CPU_THROTTLED_PERIODS))
				.isEqualTo(before.value(Column.CPU_THROTTLED_PERIODS) + 1);
			// It has no pressure files, which is reported once.
			assertThat(after.value(Column.CPU_PRESSURE)).isEqualTo(Column.ABSENT);
			assertThat(this.failures.summaries().values()).extracting(Failures.Summary::count).containsOnly(1L);
			Files.writeString(root.resolve("proc/self/cgroup"), "0::/gone\n");
			for (int i = 0; i < 64; i++) {
				after = edges.readAll();
			}
			assertThat(after.value(Column.CPU_CGROUP)).isEqualTo(Column.ABSENT);
			assertThat(after.value(Column.MEMORY_CGROUP)).isEqualTo(Column.ABSENT);
		}
	}

	/**
	 * Each file of a system is missing, empty, garbage, a folder, or leads nowhere.
	 */
	@ParameterizedTest
	@EnumSource(Captured.class)
	void nothingThatIsWrongWithAFileIsMoreThanAMissingColumn(Captured captured) throws IOException {
		Path root = captured.copyTo(this.folder.resolve("root"));
		for (Path file : filesToOpen(root)) {
			if (file.endsWith("proc/self/stat") || !Files.isRegularFile(file)) {
				continue;
			}
			byte[] content = Files.readAllBytes(file);
			Files.delete(file);
			open(root, file);
			Files.write(file, new byte[0]);
			open(root, file);
			Files.write(file, new byte[] { 0, '\n', (byte) 0xC3, ':', ' ', '-', '\n', '/', '\\', '9', 0, ':', ':' });
			open(root, file);
			Files.delete(file);
			Files.createDirectory(file);
			open(root, file);
			Files.delete(file);
			Files.createSymbolicLink(file, file);
			open(root, file);
			Files.delete(file);
			Files.write(file, content);
		}
		assertThat(probe(root).recorded()).isNotEmpty();
	}

	private static List<Path> filesToOpen(Path root) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> !file.toString().contains("/task/")).toList();
		}
	}

	private void open(Path root, Path broken) {
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).as(broken.toString()).isNotNull();
		ColumnCatalog catalog = ColumnCatalog.probe(source, new Failures());
		assertThat(catalog.recorded()).as(broken.toString()).contains(Column.CPU_USER, Column.HEAP_USED);
		for (Column column : Column.values()) {
			if (!catalog.status(column).availability().isRecorded()) {
				assertThat(catalog.status(column).reason()).as(broken + " " + column).isNotBlank();
			}
		}
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
