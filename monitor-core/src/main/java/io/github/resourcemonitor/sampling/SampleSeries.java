package io.github.resourcemonitor.sampling;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Time series of the samples of one invocation.
 *
 * @param intervalNanos the nominal time between two rows in nanoseconds; larger than the
 * sampler's interval if the series of a long invocation was downsampled
 * @param columns the columns of a row
 * @param times the time of each row, in nanoseconds since the start of the invocation
 * @param rows the values of each row, in the order of the columns; {@link Column#ABSENT}
 * if a slow source was not read
 */
public record SampleSeries(long intervalNanos, List<Column> columns, long[] times, long[][] rows) {

	/**
	 * Return the number of rows.
	 * @return the number
	 */
	public int size() {
		return this.rows.length;
	}

	/**
	 * Return a value in the unit of its column.
	 * @param row the number of the row
	 * @param column the number of the column
	 * @return the value, or {@code null} if it was not read
	 */
	public @Nullable Number value(int row, int column) {
		long raw = this.rows[row][column];
		return (raw != Column.ABSENT) ? this.columns.get(column).toUnit(raw) : null;
	}

	/**
	 * Return the approximate memory used by the rows.
	 * @return the size in bytes
	 */
	public long sizeInBytes() {
		return (long) this.rows.length * (this.columns.size() * 8L + 32);
	}

}
