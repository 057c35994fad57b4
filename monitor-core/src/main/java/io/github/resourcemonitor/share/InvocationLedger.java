package io.github.resourcemonitor.share;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Ledger of active invocations: counts them, and splits wall time and the increase of
 * process-wide counters equally over them. A nested invocation is part of its outer one;
 * it is not counted again and has no share of its own.
 * <p>
 * Thread-safe; each method holds a single lock for some nanoseconds.
 * <p>
 * Mean concurrency is computed from a running total of <em>active × time</em>. The
 * maximum comes from a monotonic stack of levels: a start removes all lower levels, so
 * the first level at or after the start of an invocation is the highest one during it.
 * <p>
 * A share is the difference of a running total of <em>increase / active</em>. The
 * remainder of the division is carried over to the next increase, and increases while no
 * invocation is active are kept separately. The shares of all invocations plus
 * {@link #unshared()} therefore add up to the total exactly. All running totals, the
 * clock and the counters are compared by difference, so overflow is harmless.
 */
public final class InvocationLedger {

	private static final int WALL = 0;

	private static final int FIRST_COUNTER = 1;

	private final ReentrantLock lock = new ReentrantLock();

	private int active;

	private boolean started;

	private long lastNanos;

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

	private long starts;

	private long[] stepStarts = new long[16];

	private int[] stepLevels = new int[16];

	private int steps;

	/**
	 * Create a new ledger.
	 * @param counters the number of process-wide counters to split
	 */
	public InvocationLedger(int counters) {
		this.countersEach = new long[2 * counters];
		this.highest = new long[counters];
		Arrays.fill(this.highest, Shares.UNKNOWN);
		this.carried = new long[FIRST_COUNTER + counters];
		this.idle = new long[FIRST_COUNTER + counters];
	}

	/**
	 * Record the start of an invocation.
	 * @param nanos the time by the monotonic clock
	 * @param nested whether it is part of another one
	 * @return the mark to pass to {@link #end}, once
	 */
	public Mark start(long nanos, boolean nested) {
		this.lock.lock();
		try {
			advance(nanos);
			if (!nested) {
				this.active++;
				this.starts++;
				step();
			}
			// A nested invocation is not part of the level that the last start reached.
			long since = nested ? this.starts + 1 : this.starts;
			return new Mark(since, Math.max(this.active, 1), this.total, nanos, this.wallEach,
					nested ? null : this.countersEach);
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
	 * Record the end of an invocation.
	 * @param mark the mark that its start returned
	 * @param nanos the time by the monotonic clock
	 * @return the concurrency during the invocation, and its shares
	 */
	public Activity end(Mark mark, long nanos) {
		this.lock.lock();
		try {
			advance(nanos);
			long elapsed = nanos - mark.nanos();
			double mean = (elapsed > 0) ? Math.max(1, (double) (this.total - mark.total()) / elapsed) : mark.level();
			int max = Math.max(mark.level(), highestSince(mark.since()));
			Shares shares = null;
			if (mark.countersEach() != null) {
				shares = new Shares(this.wallEach - mark.wallEach(), mark.countersEach(), this.countersEach);
			}
			Activity activity = new Activity(new Concurrency(max, Math.min(mean, max)), shares);
			// Last, so that the call can be repeated if memory ran out before.
			this.active -= (shares != null) ? 1 : 0;
			return activity;
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
		// Two threads may read the clock in one order and arrive here in the other.
		long elapsed = this.started ? Math.max(0, nanos - this.lastNanos) : 0;
		this.lastNanos = this.started ? this.lastNanos + elapsed : nanos;
		this.started = true;
		this.total += this.active * elapsed;
		this.wallEach += split(WALL, elapsed);
	}

	/**
	 * Update the process-wide counters. The first value of each counter is its baseline.
	 * Readings may arrive out of order; a value below the highest so far is ignored.
	 * @param values the counters, {@link Shares#UNKNOWN} for one that was not read
	 */
	public void update(long[] values) {
		if (values.length != this.highest.length) {
			throw new IllegalArgumentException(values.length + " counters instead of " + this.highest.length);
		}
		this.lock.lock();
		try {
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
			}
		}
		finally {
			this.lock.unlock();
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
	 * @return the usage, as of the last event of each kind
	 */
	public UnsharedUsage unshared() {
		this.lock.lock();
		try {
			long[] counters = new long[this.highest.length];
			for (int i = 0; i < counters.length; i++) {
				counters[i] = (this.highest[i] != Shares.UNKNOWN) ? unshared(FIRST_COUNTER + i) : Shares.UNKNOWN;
			}
			return new UnsharedUsage(unshared(WALL), counters);
		}
		finally {
			this.lock.unlock();
		}
	}

	private long unshared(int what) {
		return this.idle[what] + this.carried[what];
	}

	public int active() {
		this.lock.lock();
		try {
			return this.active;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * State of the ledger at the start of an invocation.
	 *
	 * @param since the number of the first start that may raise the level from here on
	 * @param level the number of active invocations at the start
	 * @param total the running total of active × time at the start
	 * @param nanos the time by the monotonic clock
	 * @param wallEach the running total of wall time per invocation at the start
	 * @param countersEach the running totals of the counters per invocation at the start,
	 * {@code null} if the invocation is nested
	 */
	public record Mark(long since, int level, long total, long nanos, long wallEach, long @Nullable [] countersEach) {

	}

	/**
	 * Result of the ledger for an invocation that has ended.
	 *
	 * @param concurrency the concurrency during the invocation
	 * @param shares its shares, {@code null} if the invocation is nested
	 */
	public record Activity(Concurrency concurrency, @Nullable Shares shares) {

	}

}
