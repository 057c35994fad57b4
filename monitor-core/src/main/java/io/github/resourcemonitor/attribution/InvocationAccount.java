package io.github.resourcemonitor.attribution;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * Account of the resources used by the threads that work for an invocation. An invocation
 * extends this class instead of holding an instance, which saves an object per
 * invocation.
 * <p>
 * A nested account also charges the accounts that enclose it. Thread-safe. Lock order:
 * the lock of a meter may be held while the lock of an account is acquired, never the
 * reverse.
 */
public abstract class InvocationAccount extends AccountTotals implements Account {

	private static final AtomicIntegerFieldUpdater<InvocationAccount> WORKING = AtomicIntegerFieldUpdater
		.newUpdater(InvocationAccount.class, "working");

	/**
	 * Number of threads that are attached now, without those of nested accounts.
	 */
	private volatile int working;

	/**
	 * Whether another thread than the one that started the invocation was attached to it
	 * or to a nested one.
	 */
	private volatile boolean shared;

	/**
	 * Whether a thread was attached after the start.
	 */
	private volatile boolean propagated;

	private volatile @Nullable MonitorWork monitor;

	@Override
	public abstract @Nullable InvocationAccount parent();

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
	@Override
	public final void charge(long cpuNanos, long allocatedBytes) {
		for (InvocationAccount each = this; each != null; each = each.parent()) {
			if (!each.add(cpuNanos, allocatedBytes)) {
				each.lateWork().used(each, cpuNanos, allocatedBytes);
			}
		}
	}

	/**
	 * Charge the estimated usage of a virtual thread to this account and the enclosing
	 * ones.
	 * @param cpuNanos CPU time in nanoseconds, negative to correct earlier estimates
	 * @param allocatedBytes bytes allocated on the heap
	 */
	final void chargeEstimate(long cpuNanos, long allocatedBytes) {
		for (InvocationAccount each = this; each != null; each = each.parent()) {
			each.addEstimate(cpuNanos, allocatedBytes);
		}
	}

	/**
	 * Charge the most that a virtual thread can have used to this account and the
	 * enclosing ones.
	 * @param cpuNanos CPU time in nanoseconds
	 */
	final void chargeEstimateLimit(long cpuNanos) {
		for (InvocationAccount each = this; each != null; each = each.parent()) {
			each.addEstimateLimit(cpuNanos);
		}
	}

	@Override
	public final Account monitor() {
		MonitorWork existing = this.monitor;
		if (existing == null) {
			// If two threads create one, both charge the same account.
			existing = new MonitorWork(this);
			this.monitor = existing;
		}
		return existing;
	}

	/**
	 * Attach a thread to this account, and count it for the enclosing ones.
	 * @param thread the thread
	 * @param started whether it started the invocation
	 */
	public final void attached(Thread thread, boolean started) {
		if (started) {
			// No other thread knows of this account yet.
			setFirstThread(thread);
			WORKING.lazySet(this, 1);
		}
		else {
			WORKING.incrementAndGet(this);
			this.propagated = true;
		}
		for (InvocationAccount each = started ? parent() : this; each != null; each = each.parent()) {
			if (!each.addThread(thread)) {
				each.shared = true;
			}
		}
	}

	/**
	 * Detach a thread that was attached.
	 */
	public final void detached() {
		WORKING.decrementAndGet(this);
	}

	/**
	 * Return whether a thread was attached after the start.
	 * @return whether one was
	 */
	public final boolean isPropagated() {
		return this.propagated;
	}

	/**
	 * Return whether no other thread than this one has ever worked for this account or a
	 * nested one.
	 * @param thread the thread
	 * @return whether none has
	 */
	public final boolean isOnlyOn(Thread thread) {
		return !this.shared && isFirst(thread);
	}

	/**
	 * Return whether this is the given account or nested in it.
	 * @param account the account
	 * @return whether it is
	 */
	public final boolean isInside(InvocationAccount account) {
		InvocationAccount each = this;
		while (each != null && each != account) {
			each = each.parent();
		}
		return each != null;
	}

	/**
	 * Count a task that ran on after the end of the invocation, or began after it.
	 */
	public final void lateTask() {
		lateWork().task(this);
	}

	/**
	 * Return the number of threads that work for this account now.
	 * @return the number, without threads that work for nested accounts
	 */
	public final int activeThreads() {
		return this.working;
	}

}
