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
		Long difference = difference(column);
		return (difference != null && difference >= this.catalog.status(column).resolutionNanos()) ? difference : null;
	}

	/**
	 * Return the upper bound for the increase of a counter that is below the resolution
	 * of the platform.
	 * @param column a column of kind {@link Column.Kind#COUNTER}
	 * @return the bound in nanoseconds, or {@code null} if there is a value or nothing
	 * was read
	 */
	public @Nullable Long belowResolution(Column column) {
		Long difference = (column.kind() == Column.Kind.COUNTER) ? difference(column) : null;
		long resolution = this.catalog.status(column).resolutionNanos();
		return (difference != null && difference < resolution) ? resolution : null;
	}

	private @Nullable Long difference(Column column) {
		Long change = change(column);
		return (change != null && change >= 0) ? change : null;
	}

	private @Nullable Long change(Column column) {
		if (!this.catalog.status(column).availability().isRecorded()) {
			return null;
		}
		long before = value(this.start, column);
		long after = value(this.end, column);
		if (before == Column.ABSENT || after == Column.ABSENT || this.start == this.end) {
			if (this.samples == null || this.samples.count(column) < 2) {
				return null;
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
		if (!this.catalog.status(column).availability().isRecorded()) {
			return Column.ABSENT;
		}
		long max = Math.max(value(this.start, column), value(this.end, column));
		return (this.samples != null) ? Math.max(max, this.samples.max(column)) : max;
	}

	/**
	 * Return the peaks of a gauge.
	 * @param column a column of kind {@link Column.Kind#GAUGE} or
	 * {@link Column.Kind#RATE}
	 * @return the peaks, or {@code null} if nothing was read
	 */
	public @Nullable Peak peak(Column column) {
		if (!this.catalog.status(column).availability().isRecorded()) {
			return null;
		}
		return (column.kind() == Column.Kind.RATE) ? ratePeak(column) : gaugePeak(column);
	}

	private @Nullable Peak gaugePeak(Column column) {
		long first = value(this.start, column);
		long last = value(this.end, column);
		double sum = ((first != Column.ABSENT) ? first : 0) + ((last != Column.ABSENT) ? last : 0);
		int count = ((first != Column.ABSENT) ? 1 : 0) + ((last != Column.ABSENT) ? 1 : 0);
		if (this.samples != null) {
			sum += this.samples.sum(column);
			count += this.samples.count(column);
		}
		if (count == 0) {
			return null;
		}
		return peak(column, first, max(column), sum / count, last);
	}

	private @Nullable Peak ratePeak(Column column) {
		Double mean = meanPercent();
		if (this.samples == null || this.samples.count(column) == 0) {
			return (mean != null) ? new Peak(null, null, mean, null) : null;
		}
		double meanOfSamples = this.samples.sum(column) / this.samples.count(column);
		Peak peak = peak(column, this.samples.first(column), this.samples.max(column), meanOfSamples,
				this.samples.last(column));
		if (mean == null || peak.max() == null) {
			return peak;
		}
		// Because of clock ticks, the mean can be above each single sample.
		return new Peak(peak.start(), Math.max(peak.max().doubleValue(), mean), mean, peak.end());
	}

	private @Nullable Double meanPercent() {
		Long user = difference(Column.CPU_USER);
		Long system = difference(Column.CPU_SYSTEM);
		if (user == null || system == null || this.start == null || this.end == null) {
			return null;
		}
		long elapsed = this.end.nanoTime() - this.start.nanoTime();
		long resolution = this.catalog.status(Column.CPU_USER).resolutionNanos();
		boolean tooCoarse = user + system < resolution || elapsed < RATE_STEPS * resolution;
		return (elapsed > 0 && !tooCoarse) ? 100.0 * (user + system) / elapsed : null;
	}

	private static Peak peak(Column column, long first, long max, double mean, long last) {
		Number unitMean = (column.unit() == Column.Unit.PERCENT) ? mean / Column.PERCENT_SCALE : mean;
		return new Peak((first != Column.ABSENT) ? column.toUnit(first) : null, column.toUnit(max),
				unitMean.doubleValue(), (last != Column.ABSENT) ? column.toUnit(last) : null);
	}

	/**
	 * Return the reason why a column has no value.
	 * @param column the column
	 * @return the reason, or {@code null} if it has a value or is below the resolution
	 */
	public @Nullable String reason(Column column) {
		ColumnStatus status = this.catalog.status(column);
		if (!status.availability().isRecorded()) {
			String reason = (status.reason() != null) ? status.reason() : "unknown";
			return (status.availability() == Availability.CONSTANT) ? "constant: " + reason : reason;
		}
		boolean known = switch (column.kind()) {
			case COUNTER -> difference(column) != null;
			case GAUGE, RATE -> peak(column) != null;
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
		if (change(column) != null) {
			return "the counter decreased between start and end";
		}
		return (this.start != null && this.start == this.end && value(this.start, column) != Column.ABSENT)
				? "start and end share one reading because of the CPU budget for edge readings"
				: "needs two readings, but the invocation had fewer";
	}

	/**
	 * Return the threads with the highest CPU time between the first and the last reading
	 * of the threads.
	 * @param limit the maximum number to return
	 * @return the threads, or {@code null} if there were fewer than two readings
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
