package io.github.resourcemonitor.share;

import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * What is in no share: what the process used while no invocation was active, and what
 * division left over.
 *
 * @param wallNanos wall time between the first event and the last, in nanoseconds
 * @param counters the growth of each counter of the ledger, {@link Shares#UNKNOWN} if it
 * was never told
 */
public record UnsharedUsage(long wallNanos, long[] counters) {

	/**
	 * Return the CPU time that no thread used for an invocation.
	 * @return the time in nanoseconds, {@code null} if unknown
	 */
	public @Nullable Long cpuNanos() {
		return counter(FairShare.UNOWNED_CPU);
	}

	/**
	 * Return the growth of a column.
	 * @param column one of {@link FairShare#columns()}
	 * @return the growth in the unit of the column, {@code null} if unknown
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
