package io.github.resourcemonitor.invocation;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps account of how many invocations are active. A nested invocation is part of its
 * outer one and is not counted again.
 * <p>
 * Starting and ending take a lock for some nanoseconds. The mean comes from a running
 * total of <em>active × time</em>. The maximum comes from a falling staircase of levels:
 * a start removes all lower steps, so the first step at or after the start of an
 * invocation is the highest level that it saw.
 */
final class ConcurrencyLedger {

	private final ReentrantLock lock = new ReentrantLock();

	private int active;

	private long lastNanos;

	/**
	 * Active invocations × nanoseconds; differences stay right when it wraps.
	 */
	private long total;

	private long starts;

	private long[] stepStarts = new long[16];

	private int[] stepLevels = new int[16];

	private int steps;

	/**
	 * Note that an invocation starts.
	 * @param nanos the time by the monotonic clock
	 * @param nested whether it is part of another one
	 * @return what to hand in at its end
	 */
	Mark start(long nanos, boolean nested) {
		this.lock.lock();
		try {
			advance(nanos);
			if (!nested) {
				this.active++;
				this.starts++;
				step();
			}
			// A nested invocation did not see the level that the last start reached.
			long since = nested ? this.starts + 1 : this.starts;
			return new Mark(since, Math.max(this.active, 1), this.total, nanos, nested);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void step() {
		while (this.steps > 0 && this.stepLevels[this.steps - 1] <= this.active) {
			this.steps--;
		}
		if (this.steps == this.stepStarts.length) {
			this.stepStarts = Arrays.copyOf(this.stepStarts, this.steps * 2);
			this.stepLevels = Arrays.copyOf(this.stepLevels, this.steps * 2);
		}
		this.stepStarts[this.steps] = this.starts;
		this.stepLevels[this.steps++] = this.active;
	}

	/**
	 * Note that an invocation ends.
	 * @param mark what its start returned
	 * @param nanos the time by the monotonic clock
	 * @return how many invocations were active meanwhile
	 */
	Concurrency end(Mark mark, long nanos) {
		this.lock.lock();
		try {
			advance(nanos);
			long elapsed = nanos - mark.nanos();
			double mean = (elapsed > 0) ? Math.max(1, (double) (this.total - mark.total()) / elapsed) : mark.level();
			int max = Math.max(mark.level(), highestSince(mark.since()));
			if (!mark.nested()) {
				this.active--;
			}
			return new Concurrency(max, Math.min(mean, max));
		}
		finally {
			this.lock.unlock();
		}
	}

	private int highestSince(long start) {
		int index = Arrays.binarySearch(this.stepStarts, 0, this.steps, start);
		int first = (index >= 0) ? index : -index - 1;
		return (first < this.steps) ? this.stepLevels[first] : 0;
	}

	private void advance(long nanos) {
		// Two threads may read the clock in one order and come here in the other.
		if (nanos - this.lastNanos > 0 || this.starts == 0) {
			this.total += (this.starts == 0) ? 0 : this.active * (nanos - this.lastNanos);
			this.lastNanos = nanos;
		}
	}

	int active() {
		this.lock.lock();
		try {
			return this.active;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The state of the ledger when an invocation started.
	 *
	 * @param since the number of the first start that may raise the level from here on
	 * @param level the level then
	 * @param total the running total then
	 * @param nanos the time by the monotonic clock
	 * @param nested whether the invocation is part of another one
	 */
	record Mark(long since, int level, long total, long nanos, boolean nested) {

	}

}
