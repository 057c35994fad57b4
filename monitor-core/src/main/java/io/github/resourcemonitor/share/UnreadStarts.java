package io.github.resourcemonitor.share;

import org.jspecify.annotations.Nullable;

/**
 * Invocations that have started since the first counter of the ledger was updated last.
 * Adding and removing does not allocate. Not thread-safe.
 */
final class UnreadStarts {

	private @Nullable LedgerStart first;

	void add(LedgerStart start) {
		LedgerStart second = this.first;
		start.next = second;
		if (second != null) {
			second.previous = start;
		}
		this.first = start;
		start.isUnread = true;
	}

	/**
	 * Remove a start, unless it was already removed.
	 */
	void remove(LedgerStart start) {
		if (!start.isUnread) {
			return;
		}
		LedgerStart before = start.previous;
		LedgerStart after = start.next;
		if (before != null) {
			before.next = after;
		}
		else {
			this.first = after;
		}
		if (after != null) {
			after.previous = before;
		}
		start.previous = null;
		start.next = null;
		start.isUnread = false;
	}

	/**
	 * Tell all of the update, and remove them.
	 * @param each the running total per invocation
	 */
	void read(long each) {
		for (LedgerStart start = this.first; start != null; start = this.first) {
			start.read(each);
			remove(start);
		}
	}

}
