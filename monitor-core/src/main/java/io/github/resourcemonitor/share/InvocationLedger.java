package io.github.resourcemonitor.share;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Keeps account of how many invocations are active, and splits wall time and the growth
 * of process-wide counters equally over them. A nested invocation is part of its outer
 * one: it is not counted again and has no share of its own.
 * <p>
 * Any thread may call any method; each takes the one lock for some nanoseconds.
 * <p>
 * The mean comes from a running total of <em>active × time</em>. The maximum comes from a
 * falling staircase of levels: a start removes all lower steps, so the first step at or
 * after the start of an invocation is the highest level that it saw.
 * <p>
 * A share is the difference of a running total of <em>growth / active</em>. What the
 * division leaves over is carried into the next growth, and what grows while nobody is
 * active is kept apart. So the shares of all invocations and the {@link #unshared()} add
 * up to the whole, to the unit. Differences of all running totals, and of the clock and
 * the counters themselves, stay right when they wrap.
 */
public final class InvocationLedger {

	private static final int WALL = 0;

	private static final int FIRST_COUNTER = 1;

	private final ReentrantLock lock = new ReentrantLock();

	private int active;

	private boolean begun;

	private long lastNanos;

	/**
	 * Active invocations × nanoseconds.
	 */
	private long total;

	/**
	 * The wall time that an invocation would have that was active all along.
	 */
	private long wallEach;

	/**
	 * The same of each counter, followed by how many times each was told. Shared with
	 * marks and shares, so it is replaced and never changed.
	 */
	private long[] countersEach;

	/**
	 * The highest value of each counter so far, {@link Shares#UNKNOWN} before the first.
	 */
	private final long[] highest;

	/**
	 * What division left over, of wall time and of each counter.
	 */
	private final long[] carried;

	/**
	 * What grew while nobody was active, of wall time and of each counter.
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
	 * Note that an invocation starts.
	 * @param nanos the time by the monotonic clock
	 * @param nested whether it is part of another one
	 * @return what to hand in at its end, once
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
			// A nested invocation did not see the level that the last start reached.
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
	 * Note that an invocation ends.
	 * @param mark what its start returned
	 * @param nanos the time by the monotonic clock
	 * @return how many invocations were active meanwhile, and its part of what they used
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
			// Last: whoever found no memory for the rest may try again.
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
		// Two threads may read the clock in one order and come here in the other.
		long elapsed = this.begun ? Math.max(0, nanos - this.lastNanos) : 0;
		this.lastNanos = this.begun ? this.lastNanos + elapsed : nanos;
		this.begun = true;
		this.total += this.active * elapsed;
		this.wallEach += split(WALL, elapsed);
	}

	/**
	 * Note what process-wide counters stand at. The first value of each is where its
	 * growth begins. Readings may come late: one below the highest so far tells nothing.
	 * @param values the counters, {@link Shares#UNKNOWN} where one was not read
	 */
	public void count(long[] values) {
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
				long growth = values[i] - this.highest[i];
				if (growth < 0) {
					continue;
				}
				if (each == null) {
					each = this.countersEach.clone();
				}
				this.highest[i] = values[i];
				each[i] += split(FIRST_COUNTER + i, growth);
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
	 * Split growth over the active invocations.
	 * @return what each of them gets
	 */
	private long split(int what, long growth) {
		if (this.active == 0) {
			this.idle[what] += growth + this.carried[what];
			this.carried[what] = 0;
			return 0;
		}
		// The carried part is added to the rest, not to the growth, which may be as large
		// as a long can be.
		long each = growth / this.active;
		long rest = growth - each * this.active + this.carried[what];
		this.carried[what] = rest % this.active;
		return each + rest / this.active;
	}

	/**
	 * Return what no invocation has or will have a share of.
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
	 * The state of the ledger when an invocation started.
	 *
	 * @param since the number of the first start that may raise the level from here on
	 * @param level the level then
	 * @param total the running total of active × time then
	 * @param nanos the time by the monotonic clock
	 * @param wallEach the running total of wall time per invocation then
	 * @param countersEach the running totals of the counters per invocation then,
	 * {@code null} if the invocation is part of another one
	 */
	public record Mark(long since, int level, long total, long nanos, long wallEach, long @Nullable [] countersEach) {

	}

	/**
	 * What the ledger tells of an invocation at its end.
	 *
	 * @param concurrency how many were active meanwhile
	 * @param shares its part of what they used, {@code null} if it is part of another one
	 */
	public record Activity(Concurrency concurrency, @Nullable Shares shares) {

	}

}
