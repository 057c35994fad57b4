package io.github.resourcemonitor.share;

import io.github.resourcemonitor.sampling.Column;

/**
 * Shares of an invocation in wall time and in the counters of the process, as if all
 * invocations that were active at the same time had used the same.
 * <p>
 * Holds the running totals of the ledger at the start and the end of the invocation.
 * These arrays are shared by many invocations, so an instance allocates none.
 */
public final class Shares {

	/**
	 * Value of a counter that was not read, and of the share in it.
	 */
	public static final long UNKNOWN = Column.ABSENT;

	private final long wallNanos;

	private final long[] atStart;

	private final long[] atEnd;

	private final long early;

	/**
	 * Create new shares.
	 * @param wallNanos the part of wall time in nanoseconds
	 * @param atStart the running total of each counter at the start, followed by the
	 * number of updates of each
	 * @param atEnd the same at the end
	 * @param early the part of the first counter that may have grown before the start
	 */
	Shares(long wallNanos, long[] atStart, long[] atEnd, long early) {
		this.wallNanos = wallNanos;
		this.atStart = atStart;
		this.atEnd = atEnd;
		this.early = early;
	}

	/**
	 * Return the part of wall time: the time divided by the number of active invocations.
	 * @return the time in nanoseconds
	 */
	long wallNanos() {
		return this.wallNanos;
	}

	/**
	 * Return the part of the increase of a counter.
	 * @param index the index of the counter
	 * @return the part, {@link #UNKNOWN} if the counter was not updated between start and
	 * end
	 */
	public long counter(int index) {
		int updates = this.atEnd.length / 2 + index;
		return (this.atEnd[updates] != this.atStart[updates]) ? this.atEnd[index] - this.atStart[index] : UNKNOWN;
	}

	/**
	 * Return how much of the part of the first counter may have grown before the start:
	 * its part of the first update after the start.
	 * @return the most that can be too much
	 */
	long early() {
		return this.early;
	}

}
