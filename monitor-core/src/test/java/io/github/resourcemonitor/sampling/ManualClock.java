package io.github.resourcemonitor.sampling;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that a test advances. Thread-safe.
 */
public final class ManualClock implements LongSupplier {

	private final AtomicLong nanos;

	/**
	 * Create a clock that starts at an arbitrary time, so that code that confuses times
	 * with durations fails.
	 */
	public ManualClock() {
		this(1_000_000_000_000L);
	}

	/**
	 * Create a clock.
	 * @param nanos the initial time
	 */
	public ManualClock(long nanos) {
		this.nanos = new AtomicLong(nanos);
	}

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	/**
	 * Advance the clock.
	 * @param nanos the time to add in nanoseconds
	 * @return the new time
	 */
	public long advance(long nanos) {
		return this.nanos.addAndGet(nanos);
	}

	/**
	 * Advance the clock.
	 * @param duration the time to add
	 * @return the new time
	 */
	public long advance(Duration duration) {
		return advance(duration.toNanos());
	}

	/**
	 * Set the clock, which may also go back.
	 * @param nanos the new time
	 */
	public void set(long nanos) {
		this.nanos.set(nanos);
	}

}
