package io.github.resourcemonitor.sampling;

/**
 * What was read at one moment. Shared between invocations, so nobody may change it.
 *
 * @param nanoTime the moment, by {@link System#nanoTime()}
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
