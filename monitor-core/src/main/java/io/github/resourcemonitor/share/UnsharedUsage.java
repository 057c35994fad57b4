package io.github.resourcemonitor.share;

import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * Usage that is not part of any share: the usage of the process while no invocation was
 * active, and the remainder of the division.
 *
 * @param wallNanos wall time between the first event and the last, in nanoseconds
 * @param counters the increase of each counter of the ledger, {@link Shares#UNKNOWN} if
 * it was never updated
 */
public record UnsharedUsage(long wallNanos, long[] counters) {

	/**
	 * Return the unowned CPU time, which no thread used for an invocation.
	 * @return the time in nanoseconds, {@code null} if unknown
	 */
	public @Nullable Long cpuNanos() {
		return counter(FairShare.UNOWNED_CPU);
	}

	/**
	 * Return the increase of a column.
	 * @param column one of {@link FairShare#columns()}
	 * @return the increase in the unit of the column, {@code null} if unknown
	 */
	public @Nullable Long value(Column column) {
		int index = FairShare.columns().indexOf(column);
		return (index >= 0) ? counter(FairShare.FIRST_COLUMN + index) : null;
	}

	private @Nullable Long counter(int index) {
		long value = this.counters[index];
		return (value != Shares.UNKNOWN) ? Long.valueOf(value) : null;
	}

}
