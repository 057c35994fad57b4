package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Catalog of the columns on this platform: whether they can be read, from which source,
 * or why not. Determined by reading each fast source once and by opening the slow ones;
 * reading those as well would double the time that the monitor adds to the startup of an
 * application. Immutable.
 */
public final class ColumnCatalog {

	private final Map<Column, ColumnStatus> statuses;

	private final List<Column> recorded;

	private final Map<Column, String> reasons = new EnumMap<>(Column.class);

	ColumnCatalog(Map<Column, ColumnStatus> statuses) {
		this.statuses = new EnumMap<>(statuses);
		this.recorded = Arrays.stream(Column.values())
			.filter((column) -> status(column).availability().isRecorded())
			.toList();
		for (Column column : Column.values()) {
			ColumnStatus status = status(column);
			if (!status.availability().isRecorded()) {
				String reason = (status.reason() != null) ? status.reason() : "unknown";
				this.reasons.put(column,
						(status.availability() == Availability.CONSTANT) ? "constant: " + reason : reason);
			}
		}
	}

	/**
	 * Probe the columns of a source. Does not throw: what fails is unavailable.
	 * @param source the source
	 * @param failures where failing readers are recorded
	 * @return the catalog
	 */
	public static ColumnCatalog probe(ResourceSource source, Failures failures) {
		Map<Column, ColumnStatus> statuses = new EnumMap<>(Column.class);
		try (ReaderSet readers = ReaderSet.open(source, new MonotonicCounters(), failures)) {
			long[] row = ReaderSet.blankRow();
			readers.readFast(row);
			for (ResourceReader reader : readers.all()) {
				reader.columns().forEach((column, status) -> {
					boolean readable = reader.tier() == Tier.SLOW || row[column.ordinal()] != Column.ABSENT;
					statuses.put(column, readable ? judge(source, column, status, failures) : ColumnStatus
						.unavailable(status.source() + " has no value for it or could not be read on this system"));
				});
			}
		}
		for (Column column : Column.values()) {
			statuses.computeIfAbsent(column, (missing) -> missing(source, missing, failures));
		}
		statuses.put(Column.CPU_PERCENT, percent(statuses));
		explainMemoryPercent(statuses);
		return new ColumnCatalog(statuses);
	}

	/**
	 * The reason for a missing quotient is that for a missing part of it.
	 */
	private static void explainMemoryPercent(Map<Column, ColumnStatus> statuses) {
		ColumnStatus percent = statuses.get(Column.MEMORY_PERCENT);
		for (Column part : new Column[] { Column.MEMORY_RSS, Column.MEMORY_LIMIT }) {
			ColumnStatus status = statuses.get(part);
			if (status != null && !status.availability().isRecorded() && percent != null
					&& !percent.availability().isRecorded()) {
				statuses.put(Column.MEMORY_PERCENT, status);
				return;
			}
		}
	}

	private static ColumnStatus judge(ResourceSource source, Column column, ColumnStatus status, Failures failures) {
		ColumnStatus judged = failures.attempt("status of a column", () -> source.judge(column, status));
		return (judged != null) ? judged : status;
	}

	private static ColumnStatus missing(ResourceSource source, Column column, Failures failures) {
		String reason = failures.attempt("status of a column", () -> source.reasonForMissing(column));
		return ColumnStatus.unavailable((reason != null) ? reason : "unknown");
	}

	private static ColumnStatus percent(Map<Column, ColumnStatus> statuses) {
		ColumnStatus user = statuses.getOrDefault(Column.CPU_USER, ColumnStatus.unavailable("no CPU time"));
		if (!user.availability().isRecorded()) {
			return user;
		}
		ColumnStatus percent = ColumnStatus.measured("cpu.userNanos and cpu.systemNanos between two samples");
		return (user.reason() != null) ? percent.as(user.availability(), user.reason()) : percent;
	}

	/**
	 * Return the status of a column.
	 * @param column the column
	 * @return its status
	 */
	public ColumnStatus status(Column column) {
		ColumnStatus status = this.statuses.get(column);
		return (status != null) ? status : ColumnStatus.unavailable("not probed");
	}

	/**
	 * Return why a column does not belong into records here.
	 * @param column the column
	 * @return the reason, or {@code null} if it does
	 */
	@Nullable String reason(Column column) {
		return this.reasons.get(column);
	}

	/**
	 * Return the columns that belong into records here, in their order.
	 * @return the columns
	 */
	public List<Column> recorded() {
		return this.recorded;
	}

	/**
	 * Return the values of a row in the order of {@link #recorded()}.
	 * @param row a full row
	 * @return the packed values
	 */
	long[] pack(long[] row) {
		long[] packed = new long[this.recorded.size()];
		for (int i = 0; i < packed.length; i++) {
			packed[i] = row[this.recorded.get(i).ordinal()];
		}
		return packed;
	}

	/**
	 * Return the status of all columns.
	 * @return a copy, in the order of the columns
	 */
	public Map<Column, ColumnStatus> statuses() {
		return new EnumMap<>(this.statuses);
	}

	/**
	 * Return the columns with the given availability.
	 * @param availability the availability
	 * @return the columns
	 */
	public List<Column> columns(Availability availability) {
		List<Column> result = new ArrayList<>();
		this.statuses.forEach((column, status) -> {
			if (status.availability() == availability) {
				result.add(column);
			}
		});
		return result;
	}

}
