package io.github.resourcemonitor.sampling;

import java.util.Arrays;

/**
 * Scheduler of slow sources: the measured CPU time of each reading is charged to the
 * reader's part of the budget, and the reader is due again when its balance is no longer
 * negative.
 * <p>
 * Unused budget accumulates up to a limit. Therefore an invocation after an idle period
 * may have several slow readings, while a process that is never idle keeps to the budget.
 * <p>
 * Confined to the sampler's thread.
 */
final class SlowTier {

	private final double budget;

	private final long maxUnusedNanos;

	/**
	 * Balance of each reader: the CPU time that it may still use, in nanoseconds;
	 * negative while it is not due.
	 */
	private final double[] balances;

	private final long[] updated;

	private double available;

	/**
	 * Create a new tier, in which each reader has its maximum balance.
	 * @param readers the number of slow readers
	 * @param budget the CPU time that all readers may use, as a fraction of one core
	 * @param maxUnusedNanos the period for which unused budget accumulates, in
	 * nanoseconds
	 * @param now the time by the monotonic clock
	 */
	SlowTier(int readers, double budget, long maxUnusedNanos, long now) {
		this.budget = budget;
		this.maxUnusedNanos = maxUnusedNanos;
		this.available = budget;
		this.balances = new double[readers];
		this.updated = new long[readers];
		Arrays.fill(this.balances, part() * maxUnusedNanos);
		Arrays.fill(this.updated, now);
	}

	private double part() {
		return this.available / this.balances.length;
	}

	boolean isDue(int reader, long now) {
		return balance(reader, now) >= 0;
	}

	private double balance(int reader, long now) {
		double accrued = part() * (now - this.updated[reader]);
		return Math.min(this.balances[reader] + accrued, part() * this.maxUnusedNanos);
	}

	/**
	 * Charge a reading.
	 * @param reader the index of the reader
	 * @param now the time of the reading
	 * @param cost the cost of the reading in nanoseconds
	 * @param fastShare the part of the budget that the fast tier uses, as a fraction of
	 * one core
	 */
	void charge(int reader, long now, long cost, double fastShare) {
		this.balances[reader] = balance(reader, now) - cost;
		this.updated[reader] = now;
		// Even if the fast tier is expensive, the slow one keeps a minimum budget.
		this.available = Math.max(this.budget - fastShare, this.budget / 10);
	}

}
