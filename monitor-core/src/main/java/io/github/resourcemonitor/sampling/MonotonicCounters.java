package io.github.resourcemonitor.sampling;

import java.util.Arrays;

/**
 * Turns raw counters into sums that never step back. This is the only place that deals
 * with counters that do, so whoever takes differences of readings need not.
 * <p>
 * A counter that steps back was reset, or is now another counter, for instance that of a
 * network interface that was created again under its old name. What it shows is then a
 * new baseline: the sum stays what it was, and grows by what is counted from there on.
 * Growth is so never invented; what was counted between the reset and the reading is
 * missing.
 * <p>
 * Not thread-safe.
 */
final class MonotonicCounters {

	private final long[] last = new long[Column.COUNT];

	/**
	 * What the sum is ahead of the raw counter.
	 */
	private final long[] ahead = new long[Column.COUNT];

	private final boolean[] replaced = new boolean[Column.COUNT];

	MonotonicCounters() {
		Arrays.fill(this.last, Column.ABSENT);
	}

	/**
	 * Replace the raw counters of a row by their sums. A column without a value is
	 * skipped: its next value includes the growth since the last one.
	 * @param columns the ordinals of the columns
	 * @param row the row
	 */
	void add(int[] columns, long[] row) {
		for (int column : columns) {
			long raw = row[column];
			if (raw == Column.ABSENT) {
				continue;
			}
			long before = this.last[column];
			if (before != Column.ABSENT && (raw < before || this.replaced[column])) {
				this.ahead[column] += before - raw;
			}
			this.replaced[column] = false;
			this.last[column] = raw;
			row[column] = raw + this.ahead[column];
		}
	}

	/**
	 * Take the next values as baselines even if they are larger, because they are those
	 * of other counters.
	 * @param columns the ordinals of the columns
	 */
	void replace(int[] columns) {
		for (int column : columns) {
			this.replaced[column] = true;
		}
	}

	/**
	 * Take the next values of all columns as baselines.
	 */
	void replaceAll() {
		Arrays.fill(this.replaced, true);
	}

}
