package io.github.resourcemonitor.sampling;

import org.jspecify.annotations.Nullable;

/**
 * The stretch of the ring that belongs to one invocation that is running.
 */
public final class SampleWindow {

	final long from;

	@Nullable SampleWindow previous;

	@Nullable SampleWindow next;

	boolean closed;

	/**
	 * What the sampler took over from the ring before it is overwritten; only windows
	 * longer than half of the ring ever have this.
	 */
	volatile @Nullable Folded folded;

	SampleWindow(long from) {
		this.from = from;
	}

	long unfoldedFrom() {
		Folded folded = this.folded;
		return (folded != null) ? folded.upTo() : this.from;
	}

	record Folded(SampleAggregate aggregate, long upTo) {

	}

}
