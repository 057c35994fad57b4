package io.github.resourcemonitor.attribution;

import java.util.HashSet;
import java.util.Set;

import io.github.resourcemonitor.concurrent.StripedList;
import io.github.resourcemonitor.record.OwnUsage;
import org.jspecify.annotations.Nullable;

/**
 * Totals of an account until it is closed. Thread-safe. Extends an element of a list,
 * which saves an object per invocation.
 */
abstract class AccountTotals extends StripedList.Element {

	private static final String WITHOUT_CLOCK = "its thread has no CPU clock";

	private static final String SOME_WITHOUT_CLOCK = "some of its threads have no CPU clock";

	private static final String VIRTUAL = "a virtual thread has no clocks; its usage is estimated";

	private static final String SOME_VIRTUAL = "some of its threads are virtual and have no clocks; their usage is estimated";

	/**
	 * Written under the lock, except at the start.
	 */
	private volatile @Nullable Thread firstThread;

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

	private long estimatedCpuLimit;

	private volatile long excludedCpu;

	private volatile @Nullable String incompleteReason;

	/**
	 * Return the enclosing account.
	 * @return the account that this one is nested in, {@code null} if there is none
	 */
	public abstract @Nullable AccountTotals parent();

	/**
	 * Return the name under which late work is added up.
	 * @return the name of the handler
	 */
	public abstract String handler();

	/**
	 * Add a thread that works for the invocation or a nested one.
	 * @return whether it is the first thread
	 */
	final boolean addThread(Thread thread) {
		return this.firstThread == thread || addAnotherThread(thread);
	}

	@SuppressWarnings("deprecation")
	private synchronized boolean addAnotherThread(Thread thread) {
		if (this.closed) {
			return false;
		}
		if (this.firstThread == null) {
			this.firstThread = thread;
			return true;
		}
		if (this.otherThreads == null) {
			this.otherThreads = new HashSet<>();
		}
		// Thread.threadId() came with Java 19.
		this.otherThreads.add(thread.getId());
		return false;
	}

	/**
	 * Set the thread that starts the invocation, before other threads know of it.
	 */
	final void setFirstThread(Thread thread) {
		this.firstThread = thread;
	}

	final boolean isFirst(Thread thread) {
		return this.firstThread == thread;
	}

	/**
	 * Charge usage to the account.
	 * @param cpuNanos CPU time in nanoseconds, or {@link ThreadClocks#UNKNOWN}
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
	 * Charge the estimated usage of a virtual thread to the account.
	 * @param cpuNanos CPU time in nanoseconds
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
	 * Charge the most that a virtual thread can have used to the account.
	 * @param cpuNanos CPU time in nanoseconds
	 */
	final synchronized void addEstimateLimit(long cpuNanos) {
		if (!this.closed) {
			this.estimatedCpuLimit += cpuNanos;
		}
	}

	/**
	 * Return the CPU time charged to an account that the calling thread has closed,
	 * including the estimate for virtual threads.
	 * @return the time in nanoseconds
	 */
	public final long closedCpu() {
		return this.cpu + this.estimatedCpu;
	}

	public final synchronized int threads() {
		return ((this.firstThread != null) ? 1 : 0) + ((this.otherThreads != null) ? this.otherThreads.size() : 0);
	}

	/**
	 * Record what the monitor itself used on a thread of this account.
	 */
	final synchronized void addExcluded(long cpuNanos) {
		this.excludedCpu += cpuNanos;
	}

	/**
	 * Return what the monitor itself used on the threads of this account.
	 * @return CPU time in nanoseconds
	 */
	public final long excludedCpu() {
		return this.excludedCpu;
	}

	/**
	 * Mark the account as incomplete: the threads are known to have used more than is
	 * charged.
	 * @param reason the reason
	 */
	public final void incomplete(String reason) {
		this.incompleteReason = reason;
	}

	/**
	 * Close the account; later charges count as late work.
	 * @param resolutionNanos the resolution of the CPU clocks in nanoseconds, 0 if finer
	 * than 1 ms
	 * @return the totals
	 */
	public final synchronized OwnUsage closeAccount(long resolutionNanos) {
		this.closed = true;
		boolean measurable = this.cpuKnown && this.cpu >= resolutionNanos;
		int threads = threads();
		// Late tasks may keep a reference to the invocation for the lifetime of the
		// process.
		this.firstThread = null;
		this.otherThreads = null;
		return new OwnUsage(measurable ? this.cpu : null, this.allocatedKnown ? this.allocated : null, this.estimated
				? new OwnUsage.Estimate(this.estimatedCpu, this.estimatedCpuLimit, this.estimatedAllocated) : null,
				threads, (this.incompleteReason != null) ? this.incompleteReason : reason(),
				this.cpuKnown ? resolutionNanos : 0);
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
