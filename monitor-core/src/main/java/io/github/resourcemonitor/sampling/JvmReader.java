package io.github.resourcemonitor.sampling;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Reader of the heap and the garbage collectors of this JVM, on every platform.
 */
public final class JvmReader implements ResourceReader {

	private final Runtime runtime = Runtime.getRuntime();

	private final GarbageCollectorMXBean[] collectors = ManagementFactory.getGarbageCollectorMXBeans()
		.toArray(GarbageCollectorMXBean[]::new);

	@Override
	public Map<Column, ColumnStatus> columns() {
		return Map.of(Column.HEAP_USED, ColumnStatus.measured("Runtime.totalMemory() - freeMemory()"), Column.GC_COUNT,
				ColumnStatus.measured("GarbageCollectorMXBean.getCollectionCount()"), Column.GC_NANOS,
				ColumnStatus.measured("GarbageCollectorMXBean.getCollectionTime()"));
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) {
		row[Column.HEAP_USED.ordinal()] = this.runtime.totalMemory() - this.runtime.freeMemory();
		long count = 0;
		long millis = 0;
		for (GarbageCollectorMXBean collector : this.collectors) {
			count += Math.max(collector.getCollectionCount(), 0);
			millis += Math.max(collector.getCollectionTime(), 0);
		}
		row[Column.GC_COUNT.ordinal()] = count;
		row[Column.GC_NANOS.ordinal()] = millis * 1_000_000;
	}

}
