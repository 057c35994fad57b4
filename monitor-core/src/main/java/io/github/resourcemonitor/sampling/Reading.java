package io.github.resourcemonitor.sampling;

/**
 * Reading of all columns at one point in time. Shared between invocations, so the row
 * must not be modified.
 *
 * @param nanoTime the time, by {@link System#nanoTime()}
 * @param row the values by {@link Column#ordinal()}
 */
public record Reading(long nanoTime, long[] row) {

	/**
	 * Return a value.
	 * @param column the column
	 * @return the value, or {@link Column#ABSENT}
	 */
	public long value(Column column) {
		return this.row[column.ordinal()];
	}

}
