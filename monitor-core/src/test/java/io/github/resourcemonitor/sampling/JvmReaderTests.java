package io.github.resourcemonitor.sampling;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JvmReaderTests {

	@Test
	void readsItsColumns() {
		try (JvmReader reader = new JvmReader()) {
			long[] row = new long[Column.COUNT];
			Arrays.fill(row, Column.ABSENT);
			reader.read(row);
			for (Column column : Column.values()) {
				assertThat(row[column.ordinal()] != Column.ABSENT).as(column.label())
					.isEqualTo(reader.columns().containsKey(column));
			}
			assertThat(reader.tier()).isEqualTo(ResourceReader.Tier.EDGE);
			assertThat(row[Column.HEAP_USED.ordinal()]).isBetween(1L, Runtime.getRuntime().maxMemory());
		}
	}

	@Test
	void countsCollectionsOfAllCollectors() {
		try (JvmReader reader = new JvmReader()) {
			long[] row = new long[Column.COUNT];
			long before = collections();
			reader.read(row);
			long after = collections();
			assertThat(row[Column.GC_COUNT.ordinal()]).isBetween(before, after);
			System.gc();
			reader.read(row);
			assertThat(row[Column.GC_COUNT.ordinal()]).isGreaterThanOrEqualTo(after);
			assertThat(row[Column.GC_NANOS.ordinal()] % 1_000_000).isZero();
		}
	}

	private static long collections() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong(GarbageCollectorMXBean::getCollectionCount)
			.filter((count) -> count > 0)
			.sum();
	}

}
