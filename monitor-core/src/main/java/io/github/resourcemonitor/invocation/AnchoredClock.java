package io.github.resourcemonitor.invocation;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Tells the wall time for a time of the monotonic clock, without reading the wall clock
 * each time: that costs more than most of what else an invocation does. It is read once a
 * second, so that its corrections are followed.
 * <p>
 * Safe for use by any thread.
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
	 * @param nanoTime the time by the monotonic clock, now
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

	private record Anchor(Instant wall, long nanoTime) {

	}

}
