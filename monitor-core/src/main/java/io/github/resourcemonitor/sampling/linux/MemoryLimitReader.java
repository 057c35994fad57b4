package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of the memory limit of the process, and of the resident memory relative to it.
 * The limit is the smallest one of its control group and the ancestors, else the physical
 * memory. Limits rarely change, so they are read again only once in a while.
 */
final class MemoryLimitReader implements ResourceReader {

	private static final int READINGS_PER_REFRESH = 64;

	/**
	 * The cgroup v1 value for "unlimited" is close to {@code Long.MAX_VALUE}, rounded to
	 * a page.
	 */
	private static final long UNLIMITED = 1L << 60;

	private final List<ProcFile> limits = new ArrayList<>();

	private final long physical;

	private long limit = Column.ABSENT;

	private int readings;

	MemoryLimitReader(List<Path> limits, long physical) {
		this.physical = physical;
		for (Path path : limits) {
			// An ancestor may not be visible, and a root group has no limit.
			ProcFile file = ProcFile.openIfPossible(path, 64);
			if (file != null) {
				this.limits.add(file);
			}
		}
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		refresh();
		boolean grouped = this.limit != this.physical;
		String source = grouped ? "limit of the control group"
				: "/proc/meminfo MemTotal: no control group sets a limit";
		return Map.of(Column.MEMORY_LIMIT, ColumnStatus.measured(source), Column.MEMORY_PERCENT,
				ColumnStatus.measured("memory.rssBytes / memory.limitBytes"));
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) {
		if (this.readings++ % READINGS_PER_REFRESH == 0) {
			refresh();
		}
		ProcParsers.put(row, Column.MEMORY_LIMIT, this.limit);
		long resident = row[Column.MEMORY_RSS.ordinal()];
		if (resident != Column.ABSENT && this.limit > 0) {
			ProcParsers.put(row, Column.MEMORY_PERCENT, resident * 100 * Column.PERCENT_SCALE / this.limit);
		}
	}

	private void refresh() {
		long smallest = this.physical;
		for (ProcFile file : this.limits) {
			try {
				long value = parseLimit(file.read());
				if (value != Column.ABSENT && (smallest == Column.ABSENT || value < smallest)) {
					smallest = value;
				}
			}
			catch (IOException ex) {
				// The group was removed, so its limit no longer applies.
			}
		}
		this.limit = smallest;
	}

	@Override
	public void close() {
		for (ProcFile file : this.limits) {
			file.close();
		}
	}

	/**
	 * Parse a limit: a number, or {@code max}.
	 * @param text the text of the file
	 * @return the limit, or {@link Column#ABSENT} if there is none
	 */
	static long parseLimit(Text text) {
		long value = text.number(Column.ABSENT);
		return (value >= UNLIMITED) ? Column.ABSENT : value;
	}

}
