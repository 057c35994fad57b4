package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.OwnUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the threads that work for an invocation use. An invocation extends this, rather
 * than having one, because each object would be paid for by every invocation.
 * <p>
 * Threads come and go, each charging what it used meanwhile; an account inside another
 * charges that too. Safe for use by any thread; the lock of a scope may be held when this
 * one is taken, never the other way round.
 */
public abstract class Account extends AccountTotals {

	/**
	 * The threads at work for this very account, in a list.
	 */
	private @Nullable ThreadWork works;

	/**
	 * Whether a thread came to work for this after the start.
	 */
	private volatile boolean followed;

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
	 * Return where the work is summed up that comes after the end.
	 */
	protected abstract LateWork lateWork();

	/**
	 * Put what a thread used on this account and on those around it. What comes after
	 * their end is late.
	 */
	final void charge(long cpuNanos, long allocatedBytes) {
		for (Account each = this; each != null; each = each.parent()) {
			if (!each.add(cpuNanos, allocatedBytes)) {
				each.lateWork().used(each, cpuNanos, allocatedBytes);
			}
		}
	}

	/**
	 * Put what a virtual thread is estimated to have used on this account and on those
	 * around it.
	 */
	final void chargeEstimate(long cpuNanos, long allocatedBytes) {
		for (Account each = this; each != null; each = each.parent()) {
			each.addEstimate(cpuNanos, allocatedBytes);
		}
	}

	/**
	 * Note what the monitor used on a thread of this account: it is not charged.
	 */
	final void exclude(long cpuNanos) {
		for (Account each = this; each != null; each = each.parent()) {
			each.addExcluded(cpuNanos);
		}
	}

	/**
	 * Note that the calling thread works for this account, and so for those around it.
	 * @param work its work
	 * @param started whether it started the invocation
	 */
	final void arrive(ThreadWork work, boolean started) {
		add(work);
		if (!started) {
			this.followed = true;
		}
		for (Account each = this; each != null; each = each.parent()) {
			each.workedBy(work.thread());
		}
	}

	/**
	 * Return whether a thread came to work for this after the start.
	 * @return whether one did
	 */
	public final boolean isFollowed() {
		return this.followed;
	}

	/**
	 * Return whether this is an account or inside it.
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
		for (ThreadWork work : openWorks()) {
			all &= work.settle();
		}
		return all;
	}

	private synchronized void add(ThreadWork work) {
		ThreadWork first = this.works;
		work.next = first;
		if (first != null) {
			first.previous = work;
		}
		this.works = work;
		if (isClosed()) {
			lateWork().add(this);
		}
	}

	/**
	 * A thread stops working for the invocation.
	 */
	final synchronized void leave(ThreadWork work) {
		ThreadWork before = work.previous;
		ThreadWork after = work.next;
		if (before != null) {
			before.next = after;
		}
		else if (this.works == work) {
			this.works = after;
		}
		if (after != null) {
			after.previous = before;
		}
		work.previous = null;
		work.next = null;
		if (isClosed() && this.works == null) {
			lateWork().remove(this);
		}
	}

	@Override
	final void leaveEndedThreads() {
		for (ThreadWork each : openWorks()) {
			if (!each.thread().isAlive()) {
				leave(each);
			}
		}
	}

	/**
	 * Return the work that is going on.
	 */
	private synchronized List<ThreadWork> openWorks() {
		if (this.works == null) {
			return List.of();
		}
		List<ThreadWork> result = new ArrayList<>();
		for (ThreadWork each = this.works; each != null; each = each.next) {
			result.add(each);
		}
		return result;
	}

	/**
	 * Close the account; what comes later is late.
	 * @param resolutionNanos the smallest step of the CPU clocks, 0 if they are fine
	 * @return what is on it
	 */
	@Override
	public final synchronized OwnUsage closeAccount(long resolutionNanos) {
		if (this.works != null) {
			lateWork().add(this);
		}
		return super.closeAccount(resolutionNanos);
	}

	/**
	 * Return how many threads work for this account now.
	 * @return the number, without those that work for accounts inside it
	 */
	public final int threadsNow() {
		return openWorks().size();
	}

}
