package io.github.resourcemonitor.share;

import java.util.Arrays;
import java.util.Objects;

import io.github.resourcemonitor.concurrent.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Running totals of the {@link InvocationLedger}. Not thread-safe; for direct use by code
 * that has a lock of its own, and whose order of calls is that of time.
 * <p>
 * Mean concurrency is computed from a running total of <em>active × time</em>. The
 * maximum comes from a monotonic stack of levels: a start removes all lower levels, so
 * the first level at or after the start of an invocation is the highest one during it.
 * <p>
 * A share is the difference of a running total of <em>increase / active</em>. The
 * remainder of the division is carried over to the next increase, and increases while no
 * invocation is active are kept separately. The shares of all invocations plus
 * {@link #unshared} therefore add up to the total exactly. All running totals, the clock
 * and the counters are compared by difference, so overflow is harmless.
 */
public final class LedgerTotals {

	private static final int WALL = 0;

	private static final int FIRST_COUNTER = 1;

	private int active;

	/**
	 * Whether an invocation has started. Wall time before is part of {@link #occupied}
	 * only.
	 */
	private boolean started;

	/**
	 * Whether there was any event that has a time.
	 */
	private boolean clocked;

	private long lastNanos;

	private final OccupiedTime occupied;

	/**
	 * Active invocations × nanoseconds.
	 */
	private long total;

	/**
	 * The wall time that an invocation would have if it had been active all the time.
	 */
	private long wallEach;

	/**
	 * The same for each counter, followed by the number of updates of each. Shared with
	 * marks and shares, therefore replaced and never modified.
	 */
	private long[] countersEach;

	/**
	 * The highest value of each counter so far, {@link Shares#UNKNOWN} before the first.
	 */
	private final long[] highest;

	/**
	 * Carried remainder of wall time and of each counter.
	 */
	private final long[] carried;

	/**
	 * Increase of wall time and of each counter while no invocation was active.
	 */
	private final long[] idle;

	private FirstUpdate nextUpdate = new FirstUpdate();

	private long starts;

	private long[] stepStarts = new long[16];

	private int[] stepLevels = new int[16];

	private int steps;

	/**
	 * Create new totals.
	 * @param counters the number of counters to split
	 * @param roundingNanos the time to which stretches with invocations are rounded up
	 */
	public LedgerTotals(int counters, long roundingNanos) {
		this.occupied = new OccupiedTime(roundingNanos);
		this.countersEach = new long[2 * counters];
		this.highest = new long[counters];
		Arrays.fill(this.highest, Shares.UNKNOWN);
		this.carried = new long[FIRST_COUNTER + counters];
		this.idle = new long[FIRST_COUNTER + counters];
	}

	/**
	 * Begin to split the counters over one more participant.
	 * @return its start, to pass to {@link #end} once
	 */
	public LedgerStart start() {
		LedgerStart start = new LedgerStart(this.lastNanos, false);
		start(start);
		return start;
	}

	/**
	 * Split the counters over one participant less.
	 * @param start the start of the participant
	 * @return its share of what the counters have grown since then
	 */
	public Shares end(LedgerStart start) {
		End end = new End(this.lastNanos);
		end(end, start);
		return end.appliedShares();
	}

	/**
	 * Apply the start of an invocation, and keep the totals in its mark.
	 */
	void start(LedgerStart mark) {
		if (!mark.nested) {
			// First, so that the call can be repeated if memory ran out.
			step(this.starts + 1, this.active + 1);
			advance(mark.nanos);
			this.active++;
			this.starts++;
		}
		else {
			advance(mark.nanos);
		}
		// A nested invocation is not part of the level that the last start reached.
		mark.since = mark.nested ? this.starts + 1 : this.starts;
		mark.level = Math.max(this.active, 1);
		mark.total = this.total;
		mark.wallEach = this.wallEach;
		mark.countersEach = this.countersEach;
		if (!mark.nested) {
			mark.firstUpdate = this.nextUpdate;
		}
		this.started = true;
	}

	private void step(long start, int level) {
		if (this.steps == this.stepStarts.length) {
			long[] starts = Arrays.copyOf(this.stepStarts, this.steps * 2);
			this.stepLevels = Arrays.copyOf(this.stepLevels, this.steps * 2);
			this.stepStarts = starts;
		}
		while (this.steps > 0 && this.stepLevels[this.steps - 1] <= level) {
			this.steps--;
		}
		this.stepStarts[this.steps] = start;
		this.stepLevels[this.steps++] = level;
	}

	/**
	 * Apply the end of an invocation, and keep the result in its activity.
	 */
	void end(End activity, LedgerStart mark) {
		advance(activity.nanos);
		long elapsed = activity.nanos - mark.nanos;
		double mean = (elapsed > 0) ? Math.max(1, (double) (this.total - mark.total) / elapsed) : mark.level;
		activity.max = Math.max(mark.level, highestSince(mark.since));
		activity.mean = Math.min(mean, activity.max);
		activity.wallNanos = this.wallEach - mark.wallEach;
		activity.atStart = mark.countersEach;
		activity.atEnd = this.countersEach;
		activity.early = mark.early();
		this.active -= mark.nested ? 0 : 1;
	}

	private int highestSince(long start) {
		int index = Arrays.binarySearch(this.stepStarts, 0, this.steps, start);
		int first = (index >= 0) ? index : -index - 1;
		return (first < this.steps) ? this.stepLevels[first] : 0;
	}

	private void advance(long nanos) {
		// Two threads may read the clock in one order and arrive here in the other.
		long elapsed = this.clocked ? Math.max(0, nanos - this.lastNanos) : 0;
		this.lastNanos = this.clocked ? this.lastNanos + elapsed : nanos;
		this.clocked = true;
		this.occupied.advance(elapsed, this.active);
		if (this.started) {
			this.total += this.active * elapsed;
			this.wallEach += split(WALL, elapsed);
		}
	}

	/**
	 * Apply that the instance is, or is no longer, occupied with something.
	 */
	void occupy(Occupancy occupancy, boolean begins, long nanos) {
		advance(nanos);
		if (begins) {
			this.occupied.begin(occupancy);
		}
		else {
			this.occupied.end(occupancy);
		}
	}

	/**
	 * Return the life of the instance until now.
	 */
	InstanceTime instanceTime(long nanos) {
		if (this.clocked) {
			advance(nanos);
		}
		return this.occupied.toInstanceTime();
	}

	/**
	 * Update the process-wide counters. The first value of each counter is its baseline.
	 * Readings may arrive out of order; a value below the highest so far is ignored.
	 * @param values the counters, {@link Shares#UNKNOWN} for one that was not read
	 */
	public void update(long[] values) {
		long[] each = null;
		for (int i = 0; i < values.length; i++) {
			if (values[i] == Shares.UNKNOWN) {
				continue;
			}
			if (this.highest[i] == Shares.UNKNOWN) {
				this.highest[i] = values[i];
				continue;
			}
			long increase = values[i] - this.highest[i];
			if (increase < 0) {
				continue;
			}
			if (each == null) {
				each = this.countersEach.clone();
			}
			this.highest[i] = values[i];
			each[i] += split(FIRST_COUNTER + i, increase);
			each[values.length + i]++;
		}
		if (each != null) {
			this.countersEach = each;
			if (values[0] != Shares.UNKNOWN) {
				this.nextUpdate.over(each[0]);
				this.nextUpdate = new FirstUpdate();
			}
		}
	}

	/**
	 * Split an increase over the active invocations.
	 * @return the part of each invocation
	 */
	private long split(int what, long increase) {
		if (this.active == 0) {
			this.idle[what] += increase + this.carried[what];
			this.carried[what] = 0;
			return 0;
		}
		// The carried part is added to the remainder, not to the increase, which may be
		// as large as Long.MAX_VALUE.
		long each = increase / this.active;
		long rest = increase - each * this.active + this.carried[what];
		this.carried[what] = rest % this.active;
		return each + rest / this.active;
	}

	/**
	 * Return the usage that is not part of any share, neither of an ended nor of a
	 * running invocation.
	 */
	UnsharedUsage unshared(long nanos) {
		if (this.clocked && nanos - this.lastNanos > 0) {
			advance(nanos);
		}
		long[] counters = new long[this.highest.length];
		for (int i = 0; i < counters.length; i++) {
			counters[i] = (this.highest[i] != Shares.UNKNOWN) ? unshared(FIRST_COUNTER + i) : Shares.UNKNOWN;
		}
		return new UnsharedUsage(unshared(WALL), counters);
	}

	private long unshared(int what) {
		return this.idle[what] + this.carried[what];
	}

	int counters() {
		return this.highest.length;
	}

	int active() {
		return this.active;
	}

	/**
	 * End of an invocation.
	 */
	static class End extends Journal.Entry {

		private final long nanos;

		// Set when the end is applied.

		private int max;

		private double mean;

		private long wallNanos;

		private long @Nullable [] atStart;

		private long @Nullable [] atEnd;

		private long early;

		End(long nanos) {
			this.nanos = nanos;
		}

		@Override
		protected final long nanos() {
			return this.nanos;
		}

		/**
		 * Return the concurrency during the invocation.
		 */
		final Concurrency appliedConcurrency() {
			return new Concurrency(this.max, this.mean);
		}

		/**
		 * Return the shares as if the invocation were not nested.
		 */
		final Shares appliedShares() {
			return new Shares(this.wallNanos, Objects.requireNonNull(this.atStart), Objects.requireNonNull(this.atEnd),
					this.early);
		}

	}

}
