package io.github.resourcemonitor.sampling;

import java.util.Arrays;

/**
 * Decides when slow sources are read: each pays the CPU time that it took, as measured,
 * out of its part of the budget, and is read again when it has paid.
 * <p>
 * A part that is not used is saved up, to a limit. So an invocation after a quiet time
 * may be looked at more than once, and a process that is never quiet stays inside the
 * budget.
 * <p>
 * Used by the sampler's thread only.
 */
final class SlowTier {

	private final double budget;

	private final long savedNanos;

	/**
	 * The CPU time that each reader may still use, in nanoseconds; below 0 while it pays.
	 */
	private final double[] credits;

	private final long[] updated;

	private double available;

	/**
	 * Create a new tier, with all savings there.
	 * @param readers the number of slow readers
	 * @param budget the CPU that all may use, as a fraction of one core
	 * @param savedNanos how long a part that is not used is saved up, in nanoseconds
	 * @param now the time by the monotonic clock
	 */
	SlowTier(int readers, double budget, long savedNanos, long now) {
		this.budget = budget;
		this.savedNanos = savedNanos;
		this.available = budget;
		this.credits = new double[readers];
		this.updated = new long[readers];
		Arrays.fill(this.credits, part() * savedNanos);
		Arrays.fill(this.updated, now);
	}

	private double part() {
		return this.available / this.credits.length;
	}

	boolean isDue(int reader, long now) {
		return credit(reader, now) >= 0;
	}

	private double credit(int reader, long now) {
		double earned = part() * (now - this.updated[reader]);
		return Math.min(this.credits[reader] + earned, part() * this.savedNanos);
	}

	/**
	 * Note that a reader was read.
	 * @param reader the number of the reader
	 * @param now when it was read
	 * @param cost what that took, in nanoseconds
	 * @param fastShare the part of one core that the fast tier takes out of the budget
	 */
	void done(int reader, long now, long cost, double fastShare) {
		this.credits[reader] = credit(reader, now) - cost;
		this.updated[reader] = now;
		// However dear the fast tier is, the slow one is not starved altogether.
		this.available = Math.max(this.budget - fastShare, this.budget / 10);
	}

}
