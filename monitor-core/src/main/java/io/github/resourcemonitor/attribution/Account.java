package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.OwnUsage;
import org.jspecify.annotations.Nullable;

/**
 * Account of the resources used by the threads that work for an invocation. An invocation
 * extends this class instead of holding an instance, which saves an object per
 * invocation.
 * <p>
 * Threads are attached and detached, and each charges its usage in between. A nested
 * account also charges the accounts that enclose it. Thread-safe. Lock order: the lock of
 * a scope may be held while the lock of an account is acquired, never the reverse.
 */
public abstract class Account extends AccountTotals {

	/**
	 * Head of the linked list of threads that work for this account, not for a nested
	 * one.
	 */
	private @Nullable ThreadWork firstWork;

	/**
	 * Whether a thread was attached after the start.
	 */
	private volatile boolean propagated;

	@Override
	public abstract @Nullable Account parent();

	/**
	 * Return whether the invocation has ended, though threads may still work for it.
	 * @return whether it has
	 */
	public abstract boolean isEnded();

	/**
	 * Return when the invocation, which has ended, did so.
	 * @return the time by the monotonic clock in nanoseconds
	 */
	public abstract long endNanos();

	/**
	 * Return where work after the end of the invocation is added up.
	 */
	protected abstract LateWork lateWork();

	/**
	 * Charge the usage of a thread to this account and the enclosing ones. Usage after
	 * the end of an account is late work.
	 */
	final void charge(long cpuNanos, long allocatedBytes) {
		for (Account each = this; each != null; each = each.parent()) {
			if (!each.add(cpuNanos, allocatedBytes)) {
				each.lateWork().used(each, cpuNanos, allocatedBytes);
			}
		}
	}

	/**
	 * Charge the estimated usage of a virtual thread to this account and the enclosing
	 * ones.
	 */
	final void chargeEstimate(long cpuNanos, long allocatedBytes) {
		for (Account each = this; each != null; each = each.parent()) {
			each.addEstimate(cpuNanos, allocatedBytes);
		}
	}

	/**
	 * Record what the monitor itself used on a thread of this account, which is not
	 * charged.
	 */
	final void exclude(long cpuNanos) {
		for (Account each = this; each != null; each = each.parent()) {
			each.addExcluded(cpuNanos);
		}
	}

	/**
	 * Add the calling thread to those that work for this account, and for the enclosing
	 * ones.
	 * @param work the work of the thread
	 * @param started whether it started the invocation
	 */
	final void attach(ThreadWork work, boolean started) {
		add(work);
		if (!started) {
			this.propagated = true;
		}
		for (Account each = this; each != null; each = each.parent()) {
			each.addThread(work.thread());
		}
	}

	/**
	 * Return whether a thread was attached after the start.
	 * @return whether one was
	 */
	public final boolean isPropagated() {
		return this.propagated;
	}

	/**
	 * Return whether this is the given account or nested in it.
	 * @param account the account
	 * @return whether it is
	 */
	public final boolean isInside(Account account) {
		Account each = this;
		while (each != null && each != account) {
			each = each.parent();
		}
		return each != null;
	}

	@Override
	public final boolean settleThreads() {
		boolean all = true;
		for (ThreadWork work : openWork()) {
			all &= work.settle();
		}
		return all;
	}

	private synchronized void add(ThreadWork work) {
		ThreadWork first = this.firstWork;
		work.next = first;
		if (first != null) {
			first.previous = work;
		}
		this.firstWork = work;
		if (isClosed()) {
			lateWork().add(this);
		}
	}

	/**
	 * Remove a thread that no longer works for the invocation.
	 */
	final synchronized void leave(ThreadWork work) {
		ThreadWork before = work.previous;
		ThreadWork after = work.next;
		if (before != null) {
			before.next = after;
		}
		else if (this.firstWork == work) {
			this.firstWork = after;
		}
		if (after != null) {
			after.previous = before;
		}
		work.previous = null;
		work.next = null;
		if (isClosed() && this.firstWork == null) {
			lateWork().remove(this);
		}
	}

	@Override
	final void leaveEndedThreads() {
		for (ThreadWork each : openWork()) {
			if (!each.thread().isAlive()) {
				leave(each);
			}
		}
	}

	/**
	 * Return the work of the threads that are attached now.
	 */
	private synchronized List<ThreadWork> openWork() {
		if (this.firstWork == null) {
			return List.of();
		}
		List<ThreadWork> result = new ArrayList<>();
		for (ThreadWork each = this.firstWork; each != null; each = each.next) {
			result.add(each);
		}
		return result;
	}

	/**
	 * Close the account; later charges count as late work.
	 * @param resolutionNanos the resolution of the CPU clocks in nanoseconds, 0 if finer
	 * than 1 ms
	 * @return the totals
	 */
	@Override
	public final synchronized OwnUsage closeAccount(long resolutionNanos) {
		if (this.firstWork != null) {
			lateWork().add(this);
		}
		return super.closeAccount(resolutionNanos);
	}

	/**
	 * Return the number of threads that work for this account now.
	 * @return the number, without threads that work for nested accounts
	 */
	public final int activeThreads() {
		return openWork().size();
	}

}
