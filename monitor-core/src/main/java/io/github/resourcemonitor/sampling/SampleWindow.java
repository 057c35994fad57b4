package io.github.resourcemonitor.sampling;

import org.jspecify.annotations.Nullable;

/**
 * Window of the ring that belongs to one running invocation.
 */
public final class SampleWindow {

	final long from;

	// Links and state in the list of open windows, guarded by that list.

	int list;

	@Nullable SampleWindow previous;

	@Nullable SampleWindow next;

	boolean closed;

	/**
	 * Aggregate of samples that are about to be overwritten in the ring. Only windows
	 * longer than half of the ring have one.
	 */
	volatile @Nullable Partial partial;

	SampleWindow(long from) {
		this.from = from;
	}

	long remainingFrom() {
		Partial partial = this.partial;
		return (partial != null) ? partial.upTo() : this.from;
	}

	record Partial(SampleAggregate aggregate, long upTo) {

	}

}
