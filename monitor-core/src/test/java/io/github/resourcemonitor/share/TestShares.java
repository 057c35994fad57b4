package io.github.resourcemonitor.share;

import java.util.Map;

import io.github.resourcemonitor.sampling.Column;

/**
 * Factory of fair shares for tests.
 */
public final class TestShares {

	private TestShares() {
	}

	/**
	 * Return the share of an invocation that used CPU itself.
	 * @param wallNanos its part of wall time
	 * @param ownCpu the CPU time of its threads
	 * @param unownedCpu its part of the unowned CPU time
	 * @param values its parts of columns
	 * @return the share
	 */
	public static FairShare of(long wallNanos, long ownCpu, long unownedCpu, Map<Column, Long> values) {
		int counters = FairShare.FIRST_COLUMN + FairShare.columns().size();
		long[] atEnd = new long[2 * counters];
		atEnd[FairShare.UNOWNED_CPU] = unownedCpu;
		atEnd[counters + FairShare.UNOWNED_CPU] = 1;
		values.forEach((column, value) -> {
			int index = FairShare.FIRST_COLUMN + FairShare.columns().indexOf(column);
			atEnd[index] = value;
			atEnd[counters + index] = 1;
		});
		return new FairShare(() -> new Shares(wallNanos, new long[2 * counters], atEnd, 0), ownCpu, 0);
	}

	/**
	 * Return the share of an invocation during which the process was not read.
	 * @param wallNanos its part of wall time
	 * @return the share
	 */
	public static FairShare ofWallTime(long wallNanos) {
		long[] totals = new long[2 * (FairShare.FIRST_COLUMN + FairShare.columns().size())];
		return new FairShare(() -> new Shares(wallNanos, totals, totals, 0), 0, 0);
	}

}
