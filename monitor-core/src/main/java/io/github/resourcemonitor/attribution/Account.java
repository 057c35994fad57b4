package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.invocation.ActiveInvocation;
import io.github.resourcemonitor.record.OwnUsage;
import org.jspecify.annotations.Nullable;

/**
 * What the threads that work for an invocation use. The part of {@link ActiveInvocation}
 * that keeps this account, and no object of its own, because each would be paid for by
 * every invocation.
 * <p>
 * Threads come and go, each charging what it used meanwhile. Safe for use by any thread;
 * a stay's lock may be held when this one is taken, never the other way round.
 */
public abstract class Account {

	private static final String WITHOUT_CLOCK = "its thread has no CPU clock";

	private static final String SOME_WITHOUT_CLOCK = "some of its threads have no CPU clock";

	private static final String VIRTUAL = "a virtual thread has no clocks; what it used is estimated";

	private static final String SOME_VIRTUAL = "some of its threads are virtual and have no clocks; what these used is estimated";

	private @Nullable AccountScope stays;

	private @Nullable Thread firstThread;

	private @Nullable Set<Long> otherThreads;

	private boolean closed;

	private long cpu;

	private long allocated;

	private boolean cpuKnown;

	private boolean allocatedKnown;

	private int chargesWithoutCpu;

	private boolean estimated;

	private long estimatedCpu;

	private long estimatedAllocated;

	/**
	 * A thread comes to work for the invocation.
	 */
	public final synchronized void arrive(AccountScope stay) {
		AccountScope first = this.stays;
		stay.next = first;
		if (first != null) {
			first.previous = stay;
		}
		this.stays = stay;
		if (this.closed) {
			workedLate(true);
		}
	}

	/**
	 * Note whether threads work for the invocation though its account is closed. Called
	 * with the lock held.
	 */
	public abstract void workedLate(boolean now);

	/**
	 * A thread stops working for the invocation.
	 */
	public final synchronized void leave(AccountScope stay) {
		AccountScope before = stay.previous;
		AccountScope after = stay.next;
		if (before != null) {
			before.next = after;
		}
		else if (this.stays == stay) {
			this.stays = after;
		}
		if (after != null) {
			after.previous = before;
		}
		stay.previous = null;
		stay.next = null;
		if (this.closed && this.stays == null) {
			workedLate(false);
		}
	}

	/**
	 * Give up the stays of threads that have ended without saying so.
	 */
	public final void leaveEndedThreads() {
		for (AccountScope each : openStays()) {
			if (!each.thread().isAlive()) {
				leave(each);
			}
		}
	}

	/**
	 * Note that a thread works for the invocation or for one inside it.
	 */
	@SuppressWarnings("deprecation")
	public final synchronized void workedBy(Thread thread) {
		if (this.closed) {
			return;
		}
		if (this.firstThread == null || this.firstThread == thread) {
			this.firstThread = thread;
			return;
		}
		if (this.otherThreads == null) {
			this.otherThreads = new HashSet<>();
		}
		// Thread.threadId() came with Java 19.
		this.otherThreads.add(thread.getId());
	}

	/**
	 * Return the stays that go on.
	 */
	public final synchronized List<AccountScope> openStays() {
		if (this.stays == null) {
			return List.of();
		}
		List<AccountScope> result = new ArrayList<>();
		for (AccountScope each = this.stays; each != null; each = each.next) {
			result.add(each);
		}
		return result;
	}

	/**
	 * Put something on the account.
	 * @param cpuNanos CPU time, or {@link ThreadClocks#UNKNOWN}
	 * @param allocatedBytes allocated bytes, or {@link ThreadClocks#UNKNOWN}
	 * @return {@code false} if the account is closed
	 */
	public final synchronized boolean add(long cpuNanos, long allocatedBytes) {
		if (this.closed) {
			return false;
		}
		if (cpuNanos != ThreadClocks.UNKNOWN) {
			this.cpu += cpuNanos;
			this.cpuKnown = true;
		}
		else {
			this.chargesWithoutCpu++;
		}
		if (allocatedBytes != ThreadClocks.UNKNOWN) {
			this.allocated += allocatedBytes;
			this.allocatedKnown = true;
		}
		return true;
	}

	/**
	 * Put on the account what a virtual thread is thought to have used.
	 * @param cpuNanos CPU time
	 * @param allocatedBytes allocated bytes
	 */
	public final synchronized void addEstimate(long cpuNanos, long allocatedBytes) {
		if (!this.closed) {
			this.estimated = true;
			this.estimatedCpu += cpuNanos;
			this.estimatedAllocated += allocatedBytes;
		}
	}

	/**
	 * Return the CPU time charged so far, that of virtual threads included, in
	 * nanoseconds.
	 */
	public final synchronized long chargedCpu() {
		return this.cpu + this.estimatedCpu;
	}

	public final synchronized int threads() {
		return ((this.firstThread != null) ? 1 : 0) + ((this.otherThreads != null) ? this.otherThreads.size() : 0);
	}

	/**
	 * Close the account; what comes later is late.
	 * @param resolutionNanos the smallest step of the CPU clocks, 0 if they are fine
	 * @param incompleteReason why it is less than all, {@code null} if it is not known to
	 * be
	 * @return what is on it
	 */
	public final synchronized OwnUsage closeAccount(long resolutionNanos, @Nullable String incompleteReason) {
		this.closed = true;
		if (this.stays != null) {
			workedLate(true);
		}
		boolean measurable = this.cpuKnown && this.cpu >= resolutionNanos;
		int threads = threads();
		// Tasks that come late may keep the invocation for as long as the process lives.
		this.firstThread = null;
		this.otherThreads = null;
		return new OwnUsage(measurable ? this.cpu : null, this.allocatedKnown ? this.allocated : null,
				this.estimated ? this.estimatedCpu : null, this.estimated ? this.estimatedAllocated : null, threads,
				(incompleteReason != null) ? incompleteReason : reason(), this.cpuKnown ? resolutionNanos : 0);
	}

	private @Nullable String reason() {
		if (this.chargesWithoutCpu == 0) {
			return null;
		}
		if (this.estimated) {
			return this.cpuKnown ? SOME_VIRTUAL : VIRTUAL;
		}
		return this.cpuKnown ? SOME_WITHOUT_CLOCK : WITHOUT_CLOCK;
	}

}
