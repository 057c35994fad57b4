package io.github.resourcemonitor.sampling;

import java.util.Arrays;

/**
 * Decides when slow sources are read: each as often as its own cost, as last measured,
 * fits into its part of the CPU budget.
 * <p>
 * Used by the sampler's thread only.
 */
final class SlowTier {

	private final double budget;

	private final long[] costs;

	private final long[] due;

	/**
	 * Create a new tier.
	 * @param readers the number of slow readers
	 * @param budget the CPU that all may use, as a fraction of one core
	 * @param now the time by the monotonic clock
	 */
	SlowTier(int readers, double budget, long now) {
		this.budget = budget;
		this.costs = new long[readers];
		this.due = new long[readers];
		Arrays.fill(this.due, now);
	}

	boolean isDue(int reader, long now) {
		return now - this.due[reader] >= 0;
	}

	/**
	 * Note that a reader was read.
	 * @param reader the number of the reader
	 * @param now when it was read
	 * @param cost what that took, in nanoseconds
	 * @param fastShare the part of one core that the fast tier takes out of the budget
	 */
	void done(int reader, long now, long cost, double fastShare) {
		this.costs[reader] = cost;
		// However dear the fast tier is, the slow one is not starved altogether.
		double available = Math.max(this.budget - fastShare, this.budget / 10);
		this.due[reader] = now + (long) (cost * this.costs.length / available);
	}

	long cost(int reader) {
		return this.costs[reader];
	}

}
