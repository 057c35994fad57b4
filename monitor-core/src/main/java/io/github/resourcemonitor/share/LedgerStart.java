package io.github.resourcemonitor.share;

import java.util.Objects;

import io.github.resourcemonitor.concurrent.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Start of an invocation in the ledger, and the totals at that time. Not thread-safe.
 */
public class LedgerStart extends Journal.Entry {

	final long nanos;

	final boolean nested;

	// Set when the start is applied.

	/**
	 * The number of the first start that may raise the level from here on.
	 */
	long since;

	/**
	 * The number of active invocations at the start.
	 */
	int level;

	/**
	 * The running total of active × time at the start.
	 */
	long total;

	/**
	 * The running total of wall time per invocation at the start.
	 */
	long wallEach;

	/**
	 * The running totals of the counters per invocation at the start.
	 */
	long @Nullable [] countersEach;

	/**
	 * The first update of the first counter after the start, {@code null} if it is not
	 * needed.
	 */
	@Nullable FirstUpdate firstUpdate;

	LedgerStart(long nanos, boolean nested) {
		this.nanos = nanos;
		this.nested = nested;
	}

	@Override
	protected final long nanos() {
		return this.nanos;
	}

	/**
	 * Return the part of the first counter's first update after the start. It may have
	 * grown before.
	 */
	final long early() {
		FirstUpdate update = this.firstUpdate;
		return (update != null) ? update.growthSince(Objects.requireNonNull(this.countersEach)[0]) : 0;
	}

	final boolean isApplied() {
		return this.countersEach != null;
	}

}
