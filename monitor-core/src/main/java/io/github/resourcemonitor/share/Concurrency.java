package io.github.resourcemonitor.share;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Concurrency during an invocation: the number of active invocations in the process,
 * including that one. Nested invocations count as part of the outer one. Immutable.
 */
public final class Concurrency {

	/**
	 * Knows the values; {@code null} if they are given.
	 */
	private final @Nullable Supplier<Concurrency> source;

	private final int max;

	private final double mean;

	/**
	 * Create a new instance.
	 * @param max the maximum number at any time
	 * @param mean the mean over the time of the invocation
	 */
	public Concurrency(int max, double mean) {
		this.source = null;
		this.max = max;
		this.mean = mean;
	}

	/**
	 * Create a new instance whose values are computed when they are read.
	 * @param source computes the values
	 */
	public Concurrency(Supplier<Concurrency> source) {
		this.source = source;
		this.max = 0;
		this.mean = 0;
	}

	/**
	 * Return the maximum number at any time.
	 * @return the number
	 */
	public int max() {
		return (this.source != null) ? this.source.get().max() : this.max;
	}

	/**
	 * Return the mean over the time of the invocation.
	 * @return the mean
	 */
	public double mean() {
		return (this.source != null) ? this.source.get().mean() : this.mean;
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
