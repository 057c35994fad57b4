package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The running invocations, including nested ones. Thread-safe. They are kept in several
 * lists, each with a lock of its own, so that threads that add and remove invocations
 * seldom wait for each other.
 */
final class ActiveInvocations {

	/**
	 * A power of two.
	 */
	private static final int LISTS = 16;

	private static final Comparator<ActiveInvocation> OLDEST_FIRST = Comparator.comparing(ActiveInvocation::sequence);

	private final InvocationList[] lists = new InvocationList[LISTS];

	ActiveInvocations() {
		for (int i = 0; i < LISTS; i++) {
			this.lists[i] = new InvocationList();
		}
	}

	/**
	 * Return whether an invocation that starts would be one too many.
	 * @param sequence the ordinal of the invocation
	 * @param limit the maximum number of running invocations
	 */
	boolean isFull(long sequence, int limit) {
		// If there are too many in all lists together, this is noticed at the latest when
		// it is the turn of the longest list.
		return this.lists[list(sequence)].size >= limit / LISTS && size() >= limit;
	}

	/**
	 * Add an invocation that starts.
	 */
	void add(ActiveInvocation invocation) {
		this.lists[list(invocation.sequence())].add(invocation);
	}

	private static int list(long sequence) {
		return (int) sequence & LISTS - 1;
	}

	private int size() {
		int size = 0;
		for (InvocationList list : this.lists) {
			size += list.size;
		}
		return size;
	}

	/**
	 * Remove an invocation that has ended. Does nothing if it was already removed.
	 */
	void remove(ActiveInvocation invocation) {
		this.lists[list(invocation.sequence())].remove(invocation);
	}

	/**
	 * Return the running invocation that started first.
	 */
	@Nullable ActiveInvocation oldest() {
		ActiveInvocation oldest = null;
		for (InvocationList list : this.lists) {
			ActiveInvocation candidate = list.oldest();
			if (candidate != null && (oldest == null || candidate.sequence() < oldest.sequence())) {
				oldest = candidate;
			}
		}
		return oldest;
	}

	/**
	 * Return the running invocations.
	 * @param limit the maximum number to return
	 * @return a copy, oldest first
	 */
	List<ActiveInvocation> oldest(int limit) {
		List<ActiveInvocation> result = new ArrayList<>();
		for (InvocationList list : this.lists) {
			list.addTo(result);
		}
		result.sort(OLDEST_FIRST);
		return (result.size() > limit) ? result.subList(0, limit) : result;
	}

	private static final class InvocationList {

		private @Nullable ActiveInvocation oldest;

		private @Nullable ActiveInvocation latest;

		private volatile int size;

		synchronized void add(ActiveInvocation invocation) {
			ActiveInvocation before = this.latest;
			invocation.older = before;
			if (before != null) {
				before.younger = invocation;
			}
			else {
				this.oldest = invocation;
			}
			this.latest = invocation;
			invocation.listed = true;
			this.size++;
		}

		synchronized void remove(ActiveInvocation invocation) {
			if (!invocation.listed) {
				return;
			}
			invocation.listed = false;
			ActiveInvocation before = invocation.older;
			ActiveInvocation after = invocation.younger;
			if (before != null) {
				before.younger = after;
			}
			else {
				this.oldest = after;
			}
			if (after != null) {
				after.older = before;
			}
			else {
				this.latest = before;
			}
			invocation.older = null;
			invocation.younger = null;
			this.size--;
		}

		synchronized @Nullable ActiveInvocation oldest() {
			return this.oldest;
		}

		synchronized void addTo(List<ActiveInvocation> result) {
			for (ActiveInvocation each = this.oldest; each != null; each = each.younger) {
				result.add(each);
			}
		}

	}

}
