package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryLimitReaderTests {

	private static final long PHYSICAL = 8L << 30;

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "536870912, 536870912", "max, -", "9223372036854771712, -", "9223372036854775807, -",
			"18446744073709551615, -", "'', -", "garbage, -", "0, 0" })
	void parsesALimit(String text, String limit) {
		long expected = limit.equals("-") ? Column.ABSENT : Long.parseLong(limit);
		assertThat(MemoryLimitReader.parseLimit(Text.of((text + "\n").getBytes(StandardCharsets.US_ASCII))))
			.isEqualTo(expected);
	}

	@Test
	void usesTheSmallestOfNestedLimits() throws IOException {
		assertThat(limit(PHYSICAL, "max", "209715200", "419430400")).isEqualTo(209715200);
		assertThat(limit(PHYSICAL, "419430400", "209715200", "9223372036854771712")).isEqualTo(209715200);
	}

	@Test
	void usesThePhysicalMemoryIfNoGroupHasASmallerLimit() throws IOException {
		assertThat(limit(PHYSICAL)).isEqualTo(PHYSICAL);
		assertThat(limit(PHYSICAL, "max", "max")).isEqualTo(PHYSICAL);
		assertThat(limit(PHYSICAL, "1099511627776")).isEqualTo(PHYSICAL);
		assertThat(limit(PHYSICAL, "")).isEqualTo(PHYSICAL);
	}

	@Test
	void hasNoLimitWithoutAnyFile() throws IOException {
		long[] row = Captured.blankRow();
		row[Column.MEMORY_RSS.ordinal()] = 1000;
		MemoryLimitReader reader = reader(List.of(this.folder.resolve("absent")), Column.ABSENT);
		reader.read(row);
		assertThat(Captured.values(row)).containsOnlyKeys(Column.MEMORY_RSS);
	}

	@Test
	void hasTheResidentPartInThousandthsOfAPercent() throws IOException {
		long[] row = Captured.blankRow();
		row[Column.MEMORY_RSS.ordinal()] = PHYSICAL / 8;
		reader(List.of(), PHYSICAL).read(row);
		assertThat(row[Column.MEMORY_PERCENT.ordinal()]).isEqualTo(12_500);
	}

	@Test
	void hasNoPercentageWithoutResidentMemory() throws IOException {
		long[] row = Captured.blankRow();
		reader(List.of(), PHYSICAL).read(row);
		assertThat(Captured.values(row)).containsOnlyKeys(Column.MEMORY_LIMIT);
	}

	@Test
	void hasNoPercentageOfALimitOfZero() throws IOException {
		long[] row = Captured.blankRow();
		row[Column.MEMORY_RSS.ordinal()] = 1000;
		reader(write("0"), PHYSICAL).read(row);
		assertThat(Captured.values(row)).containsOnlyKeys(Column.MEMORY_LIMIT, Column.MEMORY_RSS);
	}

	@Test
	void detectsAChangedLimit() throws IOException {
		List<Path> files = write("209715200");
		try (MemoryLimitReader reader = reader(files, PHYSICAL)) {
			long[] row = Captured.blankRow();
			reader.read(row);
			Files.writeString(files.get(0), "419430400\n");
			int readings = 1;
			while (row[Column.MEMORY_LIMIT.ordinal()] == 209715200 && readings < 1000) {
				reader.read(row);
				readings++;
			}
			assertThat(row[Column.MEMORY_LIMIT.ordinal()]).isEqualTo(419430400);
		}
	}

	private long limit(long physical, String... limits) throws IOException {
		long[] row = Captured.blankRow();
		try (MemoryLimitReader reader = reader(write(limits), physical)) {
			reader.read(row);
		}
		return row[Column.MEMORY_LIMIT.ordinal()];
	}

	private static MemoryLimitReader reader(List<Path> limits, long physical) {
		return new MemoryLimitReader(limits, null, physical, null);
	}

	private List<Path> write(String... limits) throws IOException {
		List<Path> files = new ArrayList<>();
		for (String limit : limits) {
			Path file = this.folder.resolve("limit" + files.size());
			Files.writeString(file, limit + "\n");
			files.add(file);
		}
		return files;
	}

}
