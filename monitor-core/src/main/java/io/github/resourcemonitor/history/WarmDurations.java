package io.github.resourcemonitor.history;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The durations of the warm, successful invocations of one handler, to tell which are
 * longer than is usual for it: longer than 99 % of those before, exact to 1/16, once
 * there were 20. Uses 8 KB.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
public final class WarmDurations {

	private static final int FEWEST = 20;

	/**
	 * In how many parts of its size the number grows until the bound is looked for again,
	 * which reads all buckets.
	 */
	private static final int STEPS = 16;

	private final AtomicLongArray buckets = new AtomicLongArray(Distribution.BUCKETS);

	private final AtomicLong count = new AtomicLong();

	private volatile long bound = Long.MAX_VALUE;

	/**
	 * Return whether a duration is longer than usual.
	 * @param nanos the duration in nanoseconds
	 * @return whether it is; never before 20 durations are known
	 */
	public boolean isOutlier(long nanos) {
		return nanos > this.bound;
	}

	/**
	 * Add a duration.
	 * @param nanos the duration in nanoseconds
	 */
	public void add(long nanos) {
		this.buckets.incrementAndGet(Distribution.bucket(Math.max(0, nanos)));
		long total = this.count.incrementAndGet();
		long step = Math.max(1, Long.highestOneBit(total) / STEPS);
		if (total >= FEWEST && total % step == 0) {
			this.bound = find(total);
		}
	}

	private long find(long total) {
		long beyond = total / 100;
		long seen = 0;
		for (int i = Distribution.BUCKETS - 1; i >= 0; i--) {
			seen += this.buckets.get(i);
			if (seen > beyond) {
				return Distribution.highest(i);
			}
		}
		return Long.MAX_VALUE;
	}

}
