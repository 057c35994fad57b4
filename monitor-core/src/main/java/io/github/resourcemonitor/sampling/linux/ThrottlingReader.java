package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.jspecify.annotations.Nullable;

/**
 * Reader of {@code cpu.stat} of a control group, including its throttling. A group may be
 * throttled by the quota of an ancestor, which is counted in the file of the ancestor.
 * Therefore the files of all visible groups that can have a quota are added up. For the
 * throttled time, newer kernels have {@code cpu.stat.local}, which includes the
 * throttling of this group by the quota of any ancestor.
 */
final class ThrottlingReader implements ResourceReader {

	private static final long NO_FILE = Column.ABSENT;

	private final ProcFile[] outer;

	private final ProcFile own;

	private final @Nullable ProcFile local;

	private final FileReader.Parser parser;

	private boolean outerQuota;

	private final Map<Column, ColumnStatus> columns = new EnumMap<>(Column.class);

	/**
	 * Create a new reader.
	 * @param files {@code cpu.stat} of the group and its ancestors, innermost first
	 * @param parser the parser of the files
	 * @param source the name of the innermost file
	 * @param offered the columns that the parser provides
	 */
	ThrottlingReader(List<Path> files, FileReader.Parser parser, String source, Column... offered) throws IOException {
		this.parser = parser;
		this.own = new ProcFile(files.get(0), 1024);
		this.local = ProcFile.openIfPossible(files.get(0).resolveSibling("cpu.stat.local"), 512);
		List<ProcFile> opened = new ArrayList<>();
		for (Path file : files.subList(1, files.size())) {
			long quota = quota(file);
			ProcFile stat = (quota != NO_FILE) ? ProcFile.openIfPossible(file, 512) : null;
			if (stat != null) {
				opened.add(stat);
				this.outerQuota |= quota > 0;
			}
		}
		this.outer = opened.toArray(ProcFile[]::new);
		for (Column column : offered) {
			this.columns.put(column, status(column, source));
		}
	}

	private ColumnStatus status(Column column, String source) {
		if (column == Column.CPU_THROTTLED && this.local != null) {
			return ColumnStatus.measured(source + ".local");
		}
		ColumnStatus status = ColumnStatus.measured(source);
		boolean shared = column != Column.CPU_CGROUP && this.outerQuota;
		return shared
				? status.as(Availability.ESTIMATED,
						"an ancestor of the control group has a quota too, and throttling of all its groups is counted")
				: status;
	}

	/**
	 * Return the quota of the group of a file, -1 if there is none at present. A root
	 * group cannot have one.
	 */
	private static long quota(Path file) {
		for (String name : new String[] { "cpu.max", "cpu.cfs_quota_us" }) {
			try {
				return Text.of(Files.readAllBytes(file.resolveSibling(name))).number(-1);
			}
			catch (IOException | RuntimeException ex) {
				// The other cgroup version has the other file.
			}
		}
		return NO_FILE;
	}

	@Override
	public String name() {
		return this.own.toString();
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return this.columns;
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) throws IOException {
		long periods = 0;
		long nanos = 0;
		for (ProcFile file : this.outer) {
			this.parser.parse(file.read(), row);
			periods += take(row, Column.CPU_THROTTLED_PERIODS);
			nanos += take(row, Column.CPU_THROTTLED);
		}
		this.parser.parse(this.own.read(), row);
		add(row, Column.CPU_THROTTLED_PERIODS, periods);
		add(row, Column.CPU_THROTTLED, nanos);
		if (this.local != null) {
			this.parser.parse(this.local.read(), row);
		}
	}

	private static long take(long[] row, Column column) {
		long value = row[column.ordinal()];
		row[column.ordinal()] = Column.ABSENT;
		return Math.max(value, 0);
	}

	private static void add(long[] row, Column column, long value) {
		if (row[column.ordinal()] != Column.ABSENT) {
			row[column.ordinal()] += value;
		}
	}

	@Override
	public void close() {
		this.own.close();
		for (ProcFile file : this.outer) {
			file.close();
		}
		if (this.local != null) {
			this.local.close();
		}
	}

}
