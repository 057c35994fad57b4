package io.github.resourcemonitor.sampling;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Usage of the whole process between the start and the end of an invocation, no matter
 * which code in the process caused it: differences of counters between start and end, and
 * peaks of gauges over start, end and samples. Immutable.
 * <p>
 * Every column has either a value, or an upper bound if the value is below the resolution
 * of the platform, or a reason why it is unknown.
 */
public final class ProcessUsage {

	/**
	 * Minimum number of clock ticks for a rate; with fewer the error would exceed the
	 * value.
	 */
	private static final int RATE_STEPS = 10;

	private final ColumnCatalog catalog;

	private final @Nullable Reading start;

	private final @Nullable Reading end;

	private final @Nullable SampleAggregate samples;

	/**
	 * Create a new instance.
	 * @param catalog the catalog of columns
	 * @param start the reading at the start, {@code null} if there was none
	 * @param end the reading at the end, {@code null} if there was none
	 * @param samples the samples between them, {@code null} if there were none
	 */
	public ProcessUsage(ColumnCatalog catalog, @Nullable Reading start, @Nullable Reading end,
			@Nullable SampleAggregate samples) {
		this.catalog = catalog;
		this.start = start;
		this.end = end;
		this.samples = samples;
	}

	/**
	 * Return the increase of a counter.
	 * @param column a column of kind {@link Column.Kind#COUNTER}
	 * @return the difference in the unit of the column, or {@code null} if it is unknown
	 * or below the resolution
	 */
	public @Nullable Long delta(Column column) {
		return boxed(counter(column));
	}

	/**
	 * Return how much a counter grew, without boxing.
	 * @param column a column of kind {@link Column.Kind#COUNTER}
	 * @return the difference in the unit of the column, or {@link Column#ABSENT} if it is
	 * unknown or below the resolution
	 */
	public long counter(Column column) {
		long difference = difference(column);
		return (difference >= this.catalog.status(column).resolutionNanos()) ? difference : Column.ABSENT;
	}

	/**
	 * Return the upper bound for the increase of a counter that is below the resolution
	 * of the platform.
	 * @param column a column of kind {@link Column.Kind#COUNTER}
	 * @return the bound in nanoseconds, or {@code null} if there is a value or nothing
	 * was read
	 */
	public @Nullable Long belowResolution(Column column) {
		return boxed(bound(column));
	}

	/**
	 * Return the bound below which a counter stayed, without boxing.
	 * @param column a column of kind {@link Column.Kind#COUNTER}
	 * @return the bound in nanoseconds, or {@link Column#ABSENT} if there is a value, or
	 * none at all
	 */
	public long bound(Column column) {
		long difference = (column.kind() == Column.Kind.COUNTER) ? difference(column) : Column.ABSENT;
		long resolution = this.catalog.status(column).resolutionNanos();
		return (difference != Column.ABSENT && difference < resolution) ? resolution : Column.ABSENT;
	}

	private static @Nullable Long boxed(long value) {
		return (value != Column.ABSENT) ? Long.valueOf(value) : null;
	}

	private boolean isRecorded(Column column) {
		return this.catalog.status(column).availability().isRecorded();
	}

	private long difference(Column column) {
		long change = change(column);
		return (change >= 0) ? change : Column.ABSENT;
	}

	private long change(Column column) {
		if (!isRecorded(column)) {
			return Column.ABSENT;
		}
		long before = value(this.start, column);
		long after = value(this.end, column);
		if (before == Column.ABSENT || after == Column.ABSENT || this.start == this.end) {
			if (this.samples == null || this.samples.count(column) < 2) {
				return Column.ABSENT;
			}
			before = this.samples.first(column);
			after = this.samples.last(column);
		}
		return after - before;
	}

	/**
	 * Return the largest value of a gauge.
	 * @param column a column of kind {@link Column.Kind#GAUGE} in a whole unit
	 * @return the value in the unit of the column, or {@link Column#ABSENT} if nothing
	 * was read
	 */
	public long max(Column column) {
		if (!isRecorded(column)) {
			return Column.ABSENT;
		}
		long max = Math.max(value(this.start, column), value(this.end, column));
		return (this.samples != null) ? Math.max(max, this.samples.max(column)) : max;
	}

	/**
	 * Return the value of a gauge at the start, or of a rate in the first sample.
	 * @param column a column of kind {@link Column.Kind#GAUGE} or
	 * {@link Column.Kind#RATE}
	 * @return the value as in a reading, or {@link Column#ABSENT} if it was not read
	 * there
	 */
	public long first(Column column) {
		if (!isRecorded(column)) {
			return Column.ABSENT;
		}
		if (column.kind() == Column.Kind.RATE) {
			return (this.samples != null) ? this.samples.first(column) : Column.ABSENT;
		}
		return value(this.start, column);
	}

	/**
	 * Return the value of a gauge at the end, or of a rate in the last sample.
	 * @param column a column of kind {@link Column.Kind#GAUGE} or
	 * {@link Column.Kind#RATE}
	 * @return the value as in a reading, or {@link Column#ABSENT} if it was not read
	 * there
	 */
	public long last(Column column) {
		if (!isRecorded(column)) {
			return Column.ABSENT;
		}
		if (column.kind() == Column.Kind.RATE) {
			return (this.samples != null) ? this.samples.last(column) : Column.ABSENT;
		}
		return value(this.end, column);
	}

	/**
	 * Return the mean of a gauge or a rate.
	 * @param column a column of kind {@link Column.Kind#GAUGE} or
	 * {@link Column.Kind#RATE}
	 * @return the mean in the unit of the column, or {@code NaN} if nothing was read
	 */
	public double mean(Column column) {
		if (!isRecorded(column)) {
			return Double.NaN;
		}
		return (column.kind() == Column.Kind.RATE) ? rateMean(column) : toUnit(column, gaugeMean(column));
	}

	private static double toUnit(Column column, double mean) {
		return (column.unit() == Column.Unit.PERCENT) ? mean / Column.PERCENT_SCALE : mean;
	}

	private double gaugeMean(Column column) {
		long first = value(this.start, column);
		long last = value(this.end, column);
		double sum = ((first != Column.ABSENT) ? first : 0) + ((last != Column.ABSENT) ? last : 0);
		int count = ((first != Column.ABSENT) ? 1 : 0) + ((last != Column.ABSENT) ? 1 : 0);
		if (this.samples != null) {
			sum += this.samples.sum(column);
			count += this.samples.count(column);
		}
		return (count > 0) ? sum / count : Double.NaN;
	}

	private double rateMean(Column column) {
		double mean = meanPercent();
		if (!Double.isNaN(mean) || this.samples == null || this.samples.count(column) == 0) {
			return mean;
		}
		return toUnit(column, this.samples.sum(column) / this.samples.count(column));
	}

	private double meanPercent() {
		long user = difference(Column.CPU_USER);
		long system = difference(Column.CPU_SYSTEM);
		if (user == Column.ABSENT || system == Column.ABSENT || this.start == null || this.end == null) {
			return Double.NaN;
		}
		long elapsed = this.end.nanoTime() - this.start.nanoTime();
		long resolution = this.catalog.status(Column.CPU_USER).resolutionNanos();
		boolean tooCoarse = user + system < resolution || elapsed < RATE_STEPS * resolution;
		return (elapsed > 0 && !tooCoarse) ? 100.0 * (user + system) / elapsed : Double.NaN;
	}

	/**
	 * Return the largest value of a percentage.
	 * @param column a column in {@link Column.Unit#PERCENT}, of kind
	 * {@link Column.Kind#GAUGE} or {@link Column.Kind#RATE}
	 * @return the value in percent, or {@code NaN} if nothing was read or only a mean is
	 * known
	 */
	public double maxPercent(Column column) {
		if (column.kind() != Column.Kind.RATE) {
			long max = max(column);
			return (max != Column.ABSENT) ? toUnit(column, max) : Double.NaN;
		}
		if (!isRecorded(column) || this.samples == null || this.samples.count(column) == 0) {
			return Double.NaN;
		}
		// The ticks of the clock can put the mean above each single sample.
		double mean = meanPercent();
		double max = toUnit(column, this.samples.max(column));
		return Double.isNaN(mean) ? max : Math.max(max, mean);
	}

	/**
	 * Return the peaks of a gauge.
	 * @param column a column of kind {@link Column.Kind#GAUGE} or
	 * {@link Column.Kind#RATE}
	 * @return the peaks, or {@code null} if nothing was read
	 */
	public @Nullable Peak peak(Column column) {
		double mean = mean(column);
		if (Double.isNaN(mean)) {
			return null;
		}
		return new Peak(inUnit(column, first(column)), peakMax(column), mean, inUnit(column, last(column)));
	}

	private @Nullable Number peakMax(Column column) {
		if (column.unit() != Column.Unit.PERCENT) {
			return column.toUnit(max(column));
		}
		double max = maxPercent(column);
		return Double.isNaN(max) ? null : Double.valueOf(max);
	}

	private static @Nullable Number inUnit(Column column, long raw) {
		return (raw != Column.ABSENT) ? column.toUnit(raw) : null;
	}

	/**
	 * Return the reason why a column has no value.
	 * @param column the column
	 * @return the reason, or {@code null} if it has a value or is below the resolution
	 */
	public @Nullable String reason(Column column) {
		ColumnStatus status = this.catalog.status(column);
		if (!status.availability().isRecorded()) {
			return this.catalog.reason(column);
		}
		boolean known = switch (column.kind()) {
			case COUNTER -> difference(column) != Column.ABSENT;
			case GAUGE, RATE -> !Double.isNaN(mean(column));
			case INSTANT -> true;
		};
		if (known) {
			return null;
		}
		if (column.kind() == Column.Kind.RATE) {
			return "the invocation had fewer than two samples, and its duration or CPU time was too small for the resolution of the CPU clock";
		}
		if (column.kind() == Column.Kind.COUNTER) {
			return counterReason(column);
		}
		return "not read during the invocation";
	}

	private String counterReason(Column column) {
		if (change(column) != Column.ABSENT) {
			return "the counter decreased between start and end";
		}
		return (this.start != null && this.start == this.end && value(this.start, column) != Column.ABSENT)
				? "start and end share one reading because of the CPU budget for edge readings"
				: "needs two readings, but the invocation had fewer";
	}

	/**
	 * Return whether the threads were looked at twice, so that {@link #threads} can tell
	 * what they used between.
	 * @return whether they were
	 */
	public boolean hasThreads() {
		return this.samples != null && this.samples.firstThreads() != null
				&& this.samples.firstThreads() != this.samples.lastThreads();
	}

	/**
	 * Return the busiest threads between the first and the last look at them.
	 * @param limit how many at most
	 * @return the threads, or {@code null} if there were no two looks
	 */
	public @Nullable List<ThreadTimes.ThreadTime> threads(int limit) {
		if (this.samples == null) {
			return null;
		}
		ThreadTimes first = this.samples.firstThreads();
		ThreadTimes last = this.samples.lastThreads();
		return (first != null && last != null && first != last) ? last.since(first, limit) : null;
	}

	/**
	 * Return the catalog of columns.
	 * @return the catalog
	 */
	public ColumnCatalog catalog() {
		return this.catalog;
	}

	private static long value(@Nullable Reading reading, Column column) {
		return (reading != null) ? reading.value(column) : Column.ABSENT;
	}

	/**
	 * Peaks of a gauge, in the unit of its column.
	 *
	 * @param start the value at the start; {@code null} if it was not read there
	 * @param max the largest value read; {@code null} if only a mean is known
	 * @param mean the mean of the values read
	 * @param end the value at the end; {@code null} if it was not read there
	 */
	public record Peak(@Nullable Number start, @Nullable Number max, double mean, @Nullable Number end) {

	}

}
