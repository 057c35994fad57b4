package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.jspecify.annotations.Nullable;

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

	private final @Nullable ProcFile effective;

	private final long physical;

	private final @Nullable String doubt;

	private long limit = Column.ABSENT;

	private int readings;

	/**
	 * Create a new reader.
	 * @param limits the files of the group and its visible ancestors
	 * @param effective the {@code memory.stat} of a v1 group whose ancestors are not all
	 * visible: it has the smallest limit of them all; {@code null} for none
	 * @param physical the physical memory in bytes, or {@link Column#ABSENT}
	 * @param doubt why the limit may be lower; {@code null} if it cannot
	 */
	MemoryLimitReader(List<Path> limits, @Nullable Path effective, long physical, @Nullable String doubt) {
		this.physical = physical;
		this.doubt = doubt;
		for (Path path : limits) {
			// An ancestor may not be visible, and a root group has no limit.
			ProcFile file = ProcFile.openIfPossible(path, 64);
			if (file != null) {
				this.limits.add(file);
			}
		}
		this.effective = (effective != null) ? ProcFile.openIfPossible(effective, 2048) : null;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		refresh();
		if (this.limit == Column.ABSENT) {
			return Map.of();
		}
		boolean grouped = this.limit != this.physical;
		String source = grouped ? "limit of the control group"
				: "/proc/meminfo MemTotal: no control group sets a limit";
		return Map.of(Column.MEMORY_LIMIT, status(source), Column.MEMORY_PERCENT,
				status("memory.rssBytes / memory.limitBytes"));
	}

	private ColumnStatus status(String source) {
		ColumnStatus status = ColumnStatus.measured(source);
		return (this.doubt != null)
				? status.as(Availability.ESTIMATED, "a control group may set a lower limit: " + this.doubt) : status;
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
				smallest = smaller(smallest, parseLimit(file.read()));
			}
			catch (IOException ex) {
				// The group was removed, so its limit no longer applies.
			}
		}
		if (this.effective != null) {
			try {
				smallest = smaller(smallest, parseEffective(this.effective.read()));
			}
			catch (IOException ex) {
				// As above.
			}
		}
		this.limit = smallest;
	}

	private static long smaller(long known, long value) {
		return (value != Column.ABSENT && (known == Column.ABSENT || value < known)) ? value : known;
	}

	@Override
	public void close() {
		for (ProcFile file : this.limits) {
			file.close();
		}
		if (this.effective != null) {
			this.effective.close();
		}
	}

	private static long parseEffective(Text text) {
		long value = ProcParsers.named(text, "hierarchical_memory_limit");
		return (value >= UNLIMITED) ? Column.ABSENT : value;
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
