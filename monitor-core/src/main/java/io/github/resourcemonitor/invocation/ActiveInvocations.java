package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The invocations that are running, the oldest first, nested ones included. Adding and
 * removing take a lock for some nanoseconds. Safe for use by any thread.
 */
public final class ActiveInvocations {

	private @Nullable ActiveInvocation oldest;

	private @Nullable ActiveInvocation latest;

	private int size;

	/**
	 * CPU time of the outermost invocations that ended.
	 */
	private long endedCpu;

	/**
	 * Add an invocation that starts.
	 * @param invocation the invocation
	 * @return how many there are now
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
	 * Remove an invocation that ended, if it was not removed before.
	 * @param invocation the invocation
	 * @param ownCpu the CPU time on its account, in nanoseconds
	 * @return whether it was there
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
	 * Return the invocations.
	 * @param limit how many at most
	 * @return a copy, the oldest first
	 */
	public synchronized List<ActiveInvocation> oldest(int limit) {
		List<ActiveInvocation> result = new ArrayList<>(Math.min(this.size, limit));
		for (ActiveInvocation each = this.oldest; each != null && result.size() < limit; each = each.younger) {
			result.add(each);
		}
		return result;
	}

	/**
	 * Return the CPU time on the accounts of all outermost invocations, those that ended
	 * included.
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
