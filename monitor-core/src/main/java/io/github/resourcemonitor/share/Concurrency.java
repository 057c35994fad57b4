package io.github.resourcemonitor.share;

import org.jspecify.annotations.Nullable;

/**
 * Concurrency during an invocation: the number of active invocations in the process,
 * including that one. Nested invocations count as part of the outer one. Immutable.
 */
public final class Concurrency {

	/**
	 * The activity that knows the values; {@code null} if they are given.
	 */
	private final InvocationLedger.@Nullable Activity activity;

	private final int max;

	private final double mean;

	/**
	 * Create a new instance.
	 * @param max the maximum number at any time
	 * @param mean the mean over the time of the invocation
	 */
	public Concurrency(int max, double mean) {
		this.activity = null;
		this.max = max;
		this.mean = mean;
	}

	Concurrency(InvocationLedger.Activity activity) {
		this.activity = activity;
		this.max = 0;
		this.mean = 0;
	}

	/**
	 * Return the maximum number at any time.
	 * @return the number
	 */
	public int max() {
		return (this.activity != null) ? this.activity.max() : this.max;
	}

	/**
	 * Return the mean over the time of the invocation.
	 * @return the mean
	 */
	public double mean() {
		return (this.activity != null) ? this.activity.mean() : this.mean;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Concurrency concurrency && max() == concurrency.max()
				&& Double.compare(mean(), concurrency.mean()) == 0;
	}

	@Override
	public int hashCode() {
		return 31 * max() + Double.hashCode(mean());
	}

	@Override
	public String toString() {
		return "Concurrency[max=" + max() + ", mean=" + mean() + "]";
	}

}
