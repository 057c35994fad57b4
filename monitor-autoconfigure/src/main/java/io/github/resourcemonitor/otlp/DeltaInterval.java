package io.github.resourcemonitor.otlp;

import java.util.function.LongSupplier;

/**
 * The interval of the next request with metrics: from the end of the last one that was
 * confirmed. Intervals never overlap, and no two have the same start, even if the wall
 * clock stands still or is set back: a receiver tells by the start whether points replace
 * earlier ones. Used by one thread.
 */
final class DeltaInterval {

	private final LongSupplier epochNanos;

	private long start;

	private long end;

	/**
	 * Create an interval that starts now.
	 * @param epochNanos the wall clock, in nanoseconds since the epoch
	 */
	DeltaInterval(LongSupplier epochNanos) {
		this.epochNanos = epochNanos;
		this.start = epochNanos.getAsLong();
		this.end = this.start;
	}

	long start() {
		return this.start;
	}

	/**
	 * Let the interval end now. Each attempt ends later than the one before.
	 * @return the end
	 */
	long end() {
		this.end = Math.max(this.epochNanos.getAsLong(), this.end + 1);
		return this.end;
	}

	/**
	 * What was sent last was confirmed: the next interval begins.
	 */
	void next() {
		this.start = this.end;
	}

}
