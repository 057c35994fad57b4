package io.github.resourcemonitor.share;

/**
 * Running totals of {@link InstanceTime}, by the clock of the {@link LedgerTotals}. Not
 * thread-safe.
 */
final class OccupiedTime {

	private final long roundingNanos;

	private boolean starting;

	private int requests;

	private boolean stopping;

	private long invocationsNanos;

	private long outsideNanos;

	private long startUpNanos;

	private long shutdownNanos;

	private long idleNanos;

	private long begun;

	/**
	 * The time of the current stretch, 0 if there is none.
	 */
	private long stretchNanos;

	private long stretches;

	/**
	 * The times of the stretches before it, each one rounded up.
	 */
	private long roundedNanos;

	/**
	 * Create a new instance.
	 * @param roundingNanos to multiples of which each stretch is rounded up, in
	 * nanoseconds
	 */
	OccupiedTime(long roundingNanos) {
		this.roundingNanos = roundingNanos;
	}

	/**
	 * Add time.
	 * @param elapsed the time since the last call, in nanoseconds
	 * @param active the number of invocations during that time
	 */
	void advance(long elapsed, int active) {
		if (elapsed == 0) {
			// No break: what ends and begins in one moment is one stretch.
			return;
		}
		if (active > 0) {
			this.invocationsNanos += elapsed;
		}
		else if (this.requests > 0) {
			this.outsideNanos += elapsed;
		}
		else if (this.starting) {
			this.startUpNanos += elapsed;
		}
		else if (this.stopping) {
			this.shutdownNanos += elapsed;
		}
		else {
			this.idleNanos += elapsed;
			this.roundedNanos += rounded(this.stretchNanos);
			this.stretchNanos = 0;
			return;
		}
		this.stretches += (this.stretchNanos == 0) ? 1 : 0;
		this.stretchNanos += elapsed;
	}

	private long rounded(long nanos) {
		long rest = nanos % this.roundingNanos;
		return (rest != 0) ? nanos - rest + this.roundingNanos : nanos;
	}

	void begin(Occupancy occupancy) {
		switch (occupancy) {
			case START_UP -> this.starting = true;
			case REQUEST -> {
				this.requests++;
				this.begun++;
			}
			case SHUTDOWN -> this.stopping = true;
		}
	}

	void end(Occupancy occupancy) {
		switch (occupancy) {
			case START_UP -> this.starting = false;
			case REQUEST -> this.requests = Math.max(0, this.requests - 1);
			case SHUTDOWN -> this.stopping = false;
		}
	}

	InstanceTime toInstanceTime() {
		return new InstanceTime(this.invocationsNanos, this.outsideNanos, this.startUpNanos, this.shutdownNanos,
				this.idleNanos, this.begun, this.stretches, this.roundedNanos + rounded(this.stretchNanos));
	}

}
