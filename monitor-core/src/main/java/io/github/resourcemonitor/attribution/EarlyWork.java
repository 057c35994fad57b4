package io.github.resourcemonitor.attribution;

import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Work of threads for invocations that have not started yet, such as the assembly of a
 * publisher. It is not part of any share. Thread-safe.
 */
public final class EarlyWork {

	private final CurrentAccount current;

	private final GuardedThreadClocks clocks;

	private final Failures failures;

	private final LongAdder cpu = new LongAdder();

	/**
	 * Create a new instance.
	 * @param current the current account of each thread
	 * @param failures where failures are recorded
	 */
	public EarlyWork(CurrentAccount current, Failures failures) {
		this.current = current;
		this.clocks = current.clocks();
		this.failures = failures;
	}

	/**
	 * Begin work of the calling thread for an invocation that has not started.
	 * @return the state of its clocks, {@code null} if the thread already works for an
	 * invocation, which is then charged for everything the thread uses
	 */
	public @Nullable ThreadUsage begin() {
		try {
			return (this.current.get() == null) ? this.clocks.read() : null;
		}
		catch (Throwable ex) {
			this.failures.record("entering a thread", ex);
			return null;
		}
	}

	/**
	 * End work of the calling thread for an invocation that has not started.
	 * @param begin the value that {@link #begin} returned on the same thread
	 * @return the usage since then
	 */
	public @Nullable ThreadUsage end(@Nullable ThreadUsage begin) {
		if (begin == null) {
			return null;
		}
		ThreadUsage used = begin.until(this.clocks.read());
		if (used.cpuNanos() != ThreadClocks.UNKNOWN) {
			this.cpu.add(used.cpuNanos());
		}
		return used;
	}

	/**
	 * Charge work that was done before the start of an invocation to its account.
	 * @param account the account
	 * @param earlyWork the value that {@link #end} returned; it may be charged only once
	 */
	public void charge(Account account, ThreadUsage earlyWork) {
		account.charge(earlyWork.cpuNanos(), earlyWork.allocatedBytes());
		if (earlyWork.cpuNanos() != ThreadClocks.UNKNOWN) {
			// Subtract after charging: the ledger may see it owned twice for a moment,
			// but never as unowned.
			this.cpu.add(-earlyWork.cpuNanos());
		}
	}

	/**
	 * Return the CPU time of such work that has not been charged to an invocation yet.
	 * @return the time in nanoseconds
	 */
	public long cpuNanos() {
		return this.cpu.sum();
	}

}
