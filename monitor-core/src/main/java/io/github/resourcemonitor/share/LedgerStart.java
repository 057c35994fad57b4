package io.github.resourcemonitor.share;

import java.util.Objects;

import io.github.resourcemonitor.concurrent.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Start of an invocation in the ledger, and the totals at that time. Not thread-safe.
 */
class LedgerStart extends Journal.Entry {

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
	 * The part of the first counter's first update after the start. It may have grown
	 * before.
	 */
	long early;

	// Links in the list of starts without such an update, guarded by it.

	@Nullable LedgerStart previous;

	@Nullable LedgerStart next;

	boolean isUnread;

	LedgerStart(long nanos, boolean nested) {
		this.nanos = nanos;
		this.nested = nested;
	}

	@Override
	protected final long nanos() {
		return this.nanos;
	}

	/**
	 * Called for the first update of the first counter.
	 * @param each the running total per invocation
	 */
	final void read(long each) {
		this.early = each - Objects.requireNonNull(this.countersEach)[0];
	}

	final boolean isApplied() {
		return this.countersEach != null;
	}

}
