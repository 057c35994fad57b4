package io.github.resourcemonitor.attribution;

import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * What threads do for invocations that have not started, such as the assembly of a
 * publisher. It is in no share. Safe for use by any thread.
 */
public final class AheadWork {

	private final CurrentAccount current;

	private final GuardedThreadClocks clocks;

	private final Failures failures;

	private final LongAdder cpu = new LongAdder();

	/**
	 * Create a new instance.
	 * @param current which account each thread works for
	 * @param threadClocks the clocks of threads
	 * @param failures where failures are recorded
	 */
	public AheadWork(CurrentAccount current, ThreadClocks threadClocks, Failures failures) {
		this.current = current;
		this.clocks = new GuardedThreadClocks(threadClocks, failures);
		this.failures = failures;
	}

	/**
	 * The calling thread begins to work for an invocation that has not started.
	 * @return the state of its clocks, {@code null} if the thread works for an
	 * invocation, which is charged for all that the thread uses
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
	 * The calling thread ends such work.
	 * @param begin what {@link #begin} returned, on the same thread
	 * @return what was used since
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
	 * Put what was used ahead of an invocation on its account.
	 * @param account the account
	 * @param ahead what {@link #end} returned; it can be taken over once
	 */
	public void takeOver(Account account, ThreadUsage ahead) {
		account.charge(ahead.cpuNanos(), ahead.allocatedBytes());
		if (ahead.cpuNanos() != ThreadClocks.UNKNOWN) {
			// Afterwards: the ledger may see it owned twice for a moment, but never
			// not at all.
			this.cpu.add(-ahead.cpuNanos());
		}
	}

	/**
	 * Return the CPU time of such work whose invocation has not taken it over.
	 * @return the time in nanoseconds
	 */
	public long cpuNanos() {
		return this.cpu.sum();
	}

}
