package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.JvmReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class OpenReadersTests {

	@TempDir
	Path root;

	private final Map<Column, String> reasons = new EnumMap<>(Column.class);

	@Test
	void whatAReaderThrowsWhenItIsOpenedCostsItsColumnsAlone() {
		OpenReaders readers = new OpenReaders(this.root, false, this.reasons);
		Path file = this.root.resolve("proc/uptime");
		readers.add(() -> {
			throw new InvalidPathException("\u00fc", "unmappable");
		}, file, Column.ELAPSED);
		readers.add(() -> {
			throw new IOException("gone");
		}, file, Column.THREADS);
		readers.add(() -> {
			throw new ExceptionInInitializerError("broken");
		}, Column.HEAP_USED);
		readers.add(() -> {
			throw new IllegalStateException();
		}, Column.GC_COUNT);
		readers.add(JvmReader::new, Column.GC_NANOS);
		assertThat(readers.all()).hasSize(1);
		assertThat(this.reasons).containsOnly(Map.entry(Column.ELAPSED, "/proc/uptime does not exist"),
				Map.entry(Column.THREADS, "/proc/uptime does not exist"), Map.entry(Column.HEAP_USED, "broken"),
				Map.entry(Column.GC_COUNT, "java.lang.IllegalStateException"));
	}

	@Test
	void looksForAnotherGroupAtMostOnceASecondOrEvery64Readings() throws IOException {
		Path cgroup = Files.createDirectories(this.root.resolve("proc/self")).resolve("cgroup");
		Files.writeString(cgroup, "0::/a\n");
		long[] now = { 0 };
		try (GroupWatch watch = new GroupWatch(this.root, () -> now[0])) {
			Files.writeString(cgroup, "0::/b\n");
			now[0] += 999_999_999;
			watch.read(new long[0]);
			assertThat(watch.generation()).isZero();
			now[0]++;
			watch.read(new long[0]);
			assertThat(watch.generation()).isEqualTo(1);
			Files.writeString(cgroup, "0::/a\n");
			for (int i = 0; i < 63; i++) {
				watch.read(new long[0]);
			}
			assertThat(watch.generation()).isEqualTo(1);
			watch.read(new long[0]);
			assertThat(watch.generation()).isEqualTo(2);
			now[0] += 2_000_000_000;
			watch.read(new long[0]);
			assertThat(watch.generation()).isEqualTo(2);
			assertThat(watch.columns()).isEmpty();
			assertThat(watch.tier()).isEqualTo(ResourceReader.Tier.EDGE);
		}
	}

}
