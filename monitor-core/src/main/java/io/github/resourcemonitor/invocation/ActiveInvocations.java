package io.github.resourcemonitor.invocation;

import java.util.Comparator;
import java.util.List;

import io.github.resourcemonitor.concurrent.StripedList;
import io.github.resourcemonitor.concurrent.Stripes;
import org.jspecify.annotations.Nullable;

/**
 * The running invocations, including nested ones. Thread-safe.
 */
final class ActiveInvocations {

	private static final Comparator<ActiveInvocation> OLDEST_FIRST = Comparator
		.comparingLong(ActiveInvocation::sequence);

	private final StripedList<ActiveInvocation> invocations = new StripedList<>();

	/**
	 * Return whether an invocation that starts on the calling thread would be one too
	 * many.
	 * @param sequence the ordinal of the invocation
	 * @param limit the maximum number of running invocations
	 */
	boolean isFull(long sequence, int limit) {
		// If there are too many, one stripe has more than its part of the limit. Threads
		// of other stripes ask from time to time, because that one may not grow.
		boolean ask = this.invocations.sizeOfStripe() >= limit / Stripes.COUNT || sequence % Stripes.COUNT == 0;
		return ask && this.invocations.size() >= limit;
	}

	/**
	 * Add an invocation that starts.
	 */
	void add(ActiveInvocation invocation) {
		this.invocations.add(invocation);
	}

	/**
	 * Remove an invocation that has ended. Does nothing if it was already removed.
	 */
	void remove(ActiveInvocation invocation) {
		this.invocations.remove(invocation);
	}

	/**
	 * Return the running invocation that started first.
	 */
	@Nullable ActiveInvocation oldest() {
		return this.invocations.first(OLDEST_FIRST);
	}

	/**
	 * Return the running invocations.
	 * @param limit the maximum number to return
	 * @return a copy, oldest first
	 */
	List<ActiveInvocation> oldest(int limit) {
		List<ActiveInvocation> result = this.invocations.copy();
		result.sort(OLDEST_FIRST);
		return (result.size() > limit) ? result.subList(0, limit) : result;
	}

}
