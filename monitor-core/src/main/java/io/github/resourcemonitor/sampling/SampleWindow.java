package io.github.resourcemonitor.sampling;

import io.github.resourcemonitor.concurrent.StripedList;
import org.jspecify.annotations.Nullable;

/**
 * Window of the ring that belongs to one running invocation.
 */
public final class SampleWindow extends StripedList.Element {

	final long from;

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
