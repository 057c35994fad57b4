package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * List of running invocations, oldest first, including nested ones. Thread-safe; adding
 * and removing hold a lock for some nanoseconds.
 */
public final class ActiveInvocations {

	private @Nullable ActiveInvocation oldest;

	private @Nullable ActiveInvocation latest;

	private int size;

	/**
	 * CPU time of the outermost invocations that have ended.
	 */
	private long endedCpu;

	/**
	 * Add an invocation that starts.
	 * @param invocation the invocation
	 * @return the number of running invocations
	 */
	public synchronized int add(ActiveInvocation invocation) {
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
		return ++this.size;
	}

	/**
	 * Remove an invocation that has ended, unless it was already removed.
	 * @param invocation the invocation
	 * @param ownCpu the CPU time charged to its account, in nanoseconds
	 * @return whether it was removed
	 */
	public synchronized boolean remove(ActiveInvocation invocation, long ownCpu) {
		if (!invocation.listed) {
			return false;
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
		if (invocation.parent() == null) {
			this.endedCpu += ownCpu;
		}
		return true;
	}

	public synchronized @Nullable ActiveInvocation oldest() {
		return this.oldest;
	}

	/**
	 * Return the running invocations.
	 * @param limit the maximum number to return
	 * @return a copy, oldest first
	 */
	public synchronized List<ActiveInvocation> oldest(int limit) {
		List<ActiveInvocation> result = new ArrayList<>(Math.min(this.size, limit));
		for (ActiveInvocation each = this.oldest; each != null && result.size() < limit; each = each.younger) {
			result.add(each);
		}
		return result;
	}

	/**
	 * Return the CPU time charged to all outermost invocations, including ended ones.
	 * @return the time in nanoseconds
	 */
	public synchronized long ownCpu() {
		long sum = this.endedCpu;
		for (ActiveInvocation each = this.oldest; each != null; each = each.younger) {
			if (each.parent() == null) {
				sum += each.chargedCpu();
			}
		}
		return sum;
	}

}
