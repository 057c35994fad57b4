package io.github.resourcemonitor.sampling;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until a test moves it. Safe for use by any thread.
 */
public final class ManualClock implements LongSupplier {

	private final AtomicLong nanos;

	/**
	 * Create a clock that starts at an odd moment, so that nobody takes it for a
	 * duration.
	 */
	public ManualClock() {
		this(1_000_000_000_000L);
	}

	/**
	 * Create a clock.
	 * @param nanos where it starts
	 */
	public ManualClock(long nanos) {
		this.nanos = new AtomicLong(nanos);
	}

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	/**
	 * Move the clock on.
	 * @param nanos by how much
	 * @return the new time
	 */
	public long advance(long nanos) {
		return this.nanos.addAndGet(nanos);
	}

	/**
	 * Move the clock on.
	 * @param duration by how much
	 * @return the new time
	 */
	public long advance(Duration duration) {
		return advance(duration.toNanos());
	}

	/**
	 * Set the clock, also back.
	 * @param nanos the new time
	 */
	public void set(long nanos) {
		this.nanos.set(nanos);
	}

}
