package io.github.resourcemonitor.export;

import java.time.Duration;

/**
 * The time that passes after a failure until the next attempt: a second, then twice as
 * long each time, up to 30 seconds. Used by one thread.
 */
final class RetryPause {

	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private int failures;

	/**
	 * Read by other threads too.
	 */
	private volatile boolean active;

	private long end;

	/**
	 * An attempt failed.
	 * @return the number of failures since the last success
	 */
	int failed() {
		this.failures++;
		this.active = true;
		long pause = FIRST.toNanos() << Math.min(this.failures - 1, 5);
		this.end = System.nanoTime() + Math.min(pause, LONGEST.toNanos());
		return this.failures;
	}

	/**
	 * An attempt succeeded, or what failed was given up.
	 */
	void reset() {
		this.failures = 0;
		this.active = false;
	}

	/**
	 * An attempt is made before the time, or at it.
	 */
	void end() {
		this.active = false;
	}

	boolean isActive() {
		return this.active;
	}

	long remainingNanos(long now) {
		return this.active ? Math.max(0, this.end - now) : 0;
	}

}
