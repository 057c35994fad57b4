package io.github.resourcemonitor.attribution;

import java.util.HashSet;
import java.util.Set;

import io.github.resourcemonitor.record.OwnUsage;
import org.jspecify.annotations.Nullable;

/**
 * The totals of an account, until it is closed. Safe for use by any thread.
 */
abstract class AccountTotals {

	private static final String WITHOUT_CLOCK = "its thread has no CPU clock";

	private static final String SOME_WITHOUT_CLOCK = "some of its threads have no CPU clock";

	private static final String VIRTUAL = "a virtual thread has no clocks; what it used is estimated";

	private static final String SOME_VIRTUAL = "some of its threads are virtual and have no clocks; what these used is estimated";

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

	private long excludedCpu;

	private volatile @Nullable String incompleteReason;

	/**
	 * Return the account that this one is part of.
	 * @return the account around this one, {@code null} if there is none
	 */
	public abstract @Nullable AccountTotals parent();

	/**
	 * Return the name under which late work is summed up.
	 * @return the name of the handler
	 */
	public abstract String handler();

	/**
	 * Charge what the threads that work for this account used so far, not those that work
	 * for one inside it.
	 * @return whether the clocks of all of them could be read
	 */
	public abstract boolean settleThreads();

	/**
	 * Forget the work of threads that have ended without closing its scope.
	 */
	abstract void leaveEndedThreads();

	/**
	 * Note that a thread works for the invocation or for one inside it.
	 */
	@SuppressWarnings("deprecation")
	final synchronized void workedBy(Thread thread) {
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
	 * Put something on the account.
	 * @param cpuNanos CPU time, or {@link ThreadClocks#UNKNOWN}
	 * @param allocatedBytes allocated bytes, or {@link ThreadClocks#UNKNOWN}
	 * @return {@code false} if the account is closed
	 */
	final synchronized boolean add(long cpuNanos, long allocatedBytes) {
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
	 * Put on the account what a virtual thread is estimated to have used.
	 * @param cpuNanos CPU time
	 * @param allocatedBytes allocated bytes
	 */
	final synchronized void addEstimate(long cpuNanos, long allocatedBytes) {
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
	 * Note what the monitor used on a thread of this account.
	 */
	final synchronized void addExcluded(long cpuNanos) {
		this.excludedCpu += cpuNanos;
	}

	/**
	 * Return what the monitor used on the threads of this account.
	 * @return CPU time in nanoseconds
	 */
	public final synchronized long excludedCpu() {
		return this.excludedCpu;
	}

	/**
	 * Note that what the threads used is known to be more than what is charged.
	 * @param reason why
	 */
	public final void incomplete(String reason) {
		this.incompleteReason = reason;
	}

	/**
	 * Close the account; what comes later is late.
	 * @param resolutionNanos the smallest step of the CPU clocks, 0 if they are fine
	 * @return what is on it
	 */
	synchronized OwnUsage closeAccount(long resolutionNanos) {
		this.closed = true;
		boolean measurable = this.cpuKnown && this.cpu >= resolutionNanos;
		int threads = threads();
		// Tasks that come late may keep the invocation for as long as the process lives.
		this.firstThread = null;
		this.otherThreads = null;
		return new OwnUsage(measurable ? this.cpu : null, this.allocatedKnown ? this.allocated : null,
				this.estimated ? this.estimatedCpu : null, this.estimated ? this.estimatedAllocated : null, threads,
				(this.incompleteReason != null) ? this.incompleteReason : reason(),
				this.cpuKnown ? resolutionNanos : 0);
	}

	/**
	 * Return whether the account is closed.
	 */
	final synchronized boolean isClosed() {
		return this.closed;
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
