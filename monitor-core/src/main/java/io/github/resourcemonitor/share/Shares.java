package io.github.resourcemonitor.share;

import io.github.resourcemonitor.sampling.Column;

/**
 * The fair split: the part of an invocation in what the process used, as if all that were
 * active at a moment had used the same.
 * <p>
 * Holds the running totals of the ledger at its start and its end, which many invocations
 * have in common, and so allocates no array of its own.
 */
public final class Shares {

	/**
	 * Stands for a counter that was not read, and for a share of it.
	 */
	public static final long UNKNOWN = Column.ABSENT;

	private final long wallNanos;

	private final long[] atStart;

	private final long[] atEnd;

	/**
	 * Create new shares.
	 * @param wallNanos the part of wall time in nanoseconds
	 * @param atStart the running total of each counter at the start, followed by how many
	 * times each was told
	 * @param atEnd the same at the end
	 */
	Shares(long wallNanos, long[] atStart, long[] atEnd) {
		this.wallNanos = wallNanos;
		this.atStart = atStart;
		this.atEnd = atEnd;
	}

	/**
	 * Return the part of wall time: each moment divided by how many were active.
	 * @return the time in nanoseconds
	 */
	long wallNanos() {
		return this.wallNanos;
	}

	/**
	 * Return the part of the growth of a counter.
	 * @param index the counter
	 * @return the part, {@link #UNKNOWN} if nothing was told of its growth meanwhile
	 */
	public long counter(int index) {
		int told = this.atEnd.length / 2 + index;
		return (this.atEnd[told] != this.atStart[told]) ? this.atEnd[index] - this.atStart[index] : UNKNOWN;
	}

}
