package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

class ThrottlingReaderTests {

	private static final Column[] V1 = { Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS };

	private static final Column[] V2 = { Column.CPU_CGROUP, Column.CPU_THROTTLED, Column.CPU_THROTTLED_PERIODS };

	@TempDir
	Path root;

	private Path outer;

	private Path inner;

	@Test
	void addsUpTheGroupsThatCanHaveAQuota() throws IOException {
		v1(0, 10, -1);
		ThrottlingReader reader = reader(ProcParsers::cpuStatV1, V1);
		assertThat(read(reader)).containsOnly(entry(Column.CPU_THROTTLED, 10L),
				entry(Column.CPU_THROTTLED_PERIODS, 1L));
		// A root group covers the whole host and has no quota.
		write(this.root, "cpu.stat", "nr_throttled 500\nthrottled_time 700\n");
		assertThat(read(reader)).containsEntry(Column.CPU_THROTTLED, 10L);
		write(this.outer, "cpu.stat", "nr_throttled 3\nthrottled_time 200\n");
		assertThat(read(reader)).containsOnly(entry(Column.CPU_THROTTLED, 210L),
				entry(Column.CPU_THROTTLED_PERIODS, 4L));
		assertThat(reader.columns().get(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.MEASURED);
	}

	@Test
	void isAnEstimateIfAnOuterGroupHasAQuota() throws IOException {
		v1(7, 10, 20_000);
		ThrottlingReader reader = reader(ProcParsers::cpuStatV1, V1);
		assertThat(read(reader)).containsEntry(Column.CPU_THROTTLED, 17L);
		assertThat(reader.columns().values()).allSatisfy((status) -> {
			assertThat(status.availability()).isEqualTo(Availability.ESTIMATED);
			assertThat(status.reason()).contains("an ancestor of the control group has a quota");
		});
	}

	@Test
	void usesTheTimeOfTheGroupItselfIfTheKernelProvidesIt() throws IOException {
		v1(7, 10, 20_000);
		write(this.inner, "cpu.stat.local", "throttled_time 12\n");
		ThrottlingReader reader = reader(ProcParsers::cpuStatV1, V1);
		assertThat(read(reader)).containsEntry(Column.CPU_THROTTLED, 12L)
			.containsEntry(Column.CPU_THROTTLED_PERIODS, 2L);
		assertThat(reader.columns().get(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.MEASURED);
		assertThat(reader.columns().get(Column.CPU_THROTTLED).source()).isEqualTo("source.local");
		assertThat(reader.columns().get(Column.CPU_THROTTLED_PERIODS).availability()).isEqualTo(Availability.ESTIMATED);
	}

	@Test
	void cpuTimeOfV2IsThatOfTheInnermostGroup() throws IOException {
		v1(0, 0, -1);
		write(this.outer, "cpu.stat", "usage_usec 900\nnr_throttled 2\nthrottled_usec 30\n");
		write(this.outer, "cpu.max", "50000 100000\n");
		write(this.inner, "cpu.stat", "usage_usec 400\nnr_throttled 1\nthrottled_usec 5\n");
		ThrottlingReader reader = reader(ProcParsers::cpuStatV2, V2);
		assertThat(read(reader)).containsOnly(entry(Column.CPU_CGROUP, 400_000L), entry(Column.CPU_THROTTLED, 35_000L),
				entry(Column.CPU_THROTTLED_PERIODS, 3L));
		assertThat(reader.columns().get(Column.CPU_CGROUP).availability()).isEqualTo(Availability.MEASURED);
		assertThat(reader.columns().get(Column.CPU_THROTTLED).availability()).isEqualTo(Availability.ESTIMATED);
	}

	@Test
	void groupWithoutTheControllerHasNoThrottling() throws IOException {
		v1(0, 0, -1);
		write(this.outer, "cpu.stat", "usage_usec 900\nnr_throttled 2\nthrottled_usec 30\n");
		write(this.inner, "cpu.stat", "usage_usec 400\n");
		assertThat(read(reader(ProcParsers::cpuStatV2, V2))).containsOnly(entry(Column.CPU_CGROUP, 400_000L));
	}

	@Test
	void cannotBeOpenedWithoutTheFileOfTheGroup() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new ThrottlingReader(List.of(this.root.resolve("cpu.stat")), ProcParsers::cpuStatV1,
					"source", V1));
	}

	private void v1(long outerNanos, long innerNanos, long outerQuota) throws IOException {
		this.outer = Files.createDirectory(this.root.resolve("outer"));
		this.inner = Files.createDirectory(this.outer.resolve("inner"));
		write(this.root, "cpu.stat", "nr_throttled 0\nthrottled_time 0\n");
		write(this.outer, "cpu.stat",
				"nr_throttled " + ((outerNanos > 0) ? 1 : 0) + "\nthrottled_time " + outerNanos + "\n");
		write(this.outer, "cpu.cfs_quota_us", outerQuota + "\n");
		write(this.inner, "cpu.stat", "nr_throttled 1\nthrottled_time " + innerNanos + "\n");
		write(this.inner, "cpu.cfs_quota_us", "5000\n");
	}

	private ThrottlingReader reader(FileReader.Parser parser, Column... columns) throws IOException {
		return new ThrottlingReader(
				List.of(this.inner.resolve("cpu.stat"), this.outer.resolve("cpu.stat"), this.root.resolve("cpu.stat")),
				parser, "source", columns);
	}

	private static Map<Column, Long> read(ThrottlingReader reader) throws IOException {
		long[] row = Captured.blankRow();
		reader.read(row);
		return Captured.values(row);
	}

	private static void write(Path folder, String name, String content) throws IOException {
		Files.writeString(folder.resolve(name), content);
	}

}
