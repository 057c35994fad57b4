package io.github.resourcemonitor.invocation;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Wall clock derived from the monotonic clock. Reading the wall clock for each invocation
 * would cost more than most of the other work of the monitor, so it is read only once per
 * second, which is enough to follow its corrections.
 * <p>
 * Thread-safe.
 */
final class AnchoredClock {

	private static final long ANCHORED_NANOS = 1_000_000_000;

	private final Clock clock;

	private volatile @Nullable Anchor anchor;

	AnchoredClock(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the wall time.
	 * @param nanoTime the current time by the monotonic clock
	 * @return the wall time
	 */
	Instant at(long nanoTime) {
		Anchor known = this.anchor;
		long since = (known != null) ? nanoTime - known.nanoTime() : -1;
		if (known == null || since < 0 || since >= ANCHORED_NANOS) {
			Instant now = this.clock.instant();
			this.anchor = new Anchor(now, nanoTime);
			return now;
		}
		return known.wall().plusNanos(since);
	}

	/**
	 * Forget the wall clock: the process was stopped, and its monotonic clock may not
	 * have seen that.
	 */
	void reset() {
		this.anchor = null;
	}

	private record Anchor(Instant wall, long nanoTime) {

	}

}
