package io.github.resourcemonitor.sampling;

import java.util.Arrays;

/**
 * Decides when slow sources are read: each as often as its own cost, as last measured,
 * fits into its part of the CPU budget.
 * <p>
 * A part that is not used is saved up, to a limit. So an invocation after a quiet time
 * may be looked at more than once, and a process that is never quiet stays inside the
 * budget.
 * <p>
 * Used by the sampler's thread only.
 */
final class SlowTier {

	private static final long UNKNOWN = -1;

	private final double budget;

	private final long savedNanos;

	/**
	 * The CPU time that each reader may still use, in nanoseconds; below 0 if it took
	 * more than it was expected to.
	 */
	private final double[] credits;

	private final long[] costs;

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
		this.costs = new long[readers];
		this.updated = new long[readers];
		Arrays.fill(this.credits, part() * savedNanos);
		Arrays.fill(this.costs, UNKNOWN);
		Arrays.fill(this.updated, now);
	}

	private double part() {
		return this.available / this.credits.length;
	}

	boolean isDue(int reader, long now) {
		return this.costs[reader] == UNKNOWN || credit(reader, now) >= this.costs[reader];
	}

	private double credit(int reader, long now) {
		double earned = part() * (now - this.updated[reader]);
		double limit = Math.max(part() * this.savedNanos, this.costs[reader]);
		return Math.min(this.credits[reader] + earned, limit);
	}

	/**
	 * Note that a reader was read.
	 * @param reader the number of the reader
	 * @param now when it was read
	 * @param cost what that took, in nanoseconds
	 * @param fastShare the part of one core that the fast tier takes out of the budget
	 */
	void done(int reader, long now, long cost, double fastShare) {
		double credit = credit(reader, now) - cost;
		// However dear the fast tier is, the slow one is not starved altogether.
		this.available = Math.max(this.budget - fastShare, this.budget / 10);
		// The first reading loads classes; its cost says little, and is forgiven.
		this.credits[reader] = (this.costs[reader] == UNKNOWN) ? Math.max(credit, 0) : credit;
		this.costs[reader] = cost;
		this.updated[reader] = now;
	}

}
