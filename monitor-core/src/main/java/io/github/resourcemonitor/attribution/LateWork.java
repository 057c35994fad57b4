package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.cardinality.BoundedMap;

/**
 * What threads did for invocations after those had ended: tasks that outlived them. It is
 * in no record, and on no other invocation's account. Kept by handler, bounded. Safe for
 * use by any thread.
 */
public final class LateWork {

	private final BoundedMap<Sums> handlers;

	/**
	 * The accounts that are closed and that threads work for nevertheless.
	 */
	private final Set<AccountTotals> accounts = ConcurrentHashMap.newKeySet();

	private final LongAdder outermostCpu = new LongAdder();

	/**
	 * Create a new instance.
	 * @param capacity the number of handlers to keep apart
	 */
	public LateWork(int capacity) {
		this.handlers = new BoundedMap<>(capacity, (name) -> new Sums());
	}

	void task(AccountTotals account) {
		this.handlers.get(account.handler()).tasks.increment();
	}

	void used(AccountTotals account, long cpuNanos, long allocatedBytes) {
		Sums sums = this.handlers.get(account.handler());
		sums.cpuNanos.add(Math.max(0, cpuNanos));
		sums.allocatedBytes.add(Math.max(0, allocatedBytes));
		if (account.parent() == null && cpuNanos != ThreadClocks.UNKNOWN) {
			this.outermostCpu.add(cpuNanos);
		}
	}

	/**
	 * Note that threads work for an account that is closed.
	 */
	void add(AccountTotals account) {
		this.accounts.add(account);
	}

	/**
	 * Note that threads work for it no longer.
	 */
	void remove(AccountTotals account) {
		this.accounts.remove(account);
	}

	/**
	 * Charge what threads used so far for invocations that had ended.
	 */
	public void settle() {
		for (AccountTotals each : this.accounts) {
			each.settleThreads();
			each.leaveEndedThreads();
		}
	}

	/**
	 * Return the CPU time of the late work of outermost invocations.
	 * @return the time in nanoseconds
	 */
	public long cpuNanos() {
		return this.outermostCpu.sum();
	}

	/**
	 * Return what was done late so far.
	 * @return one element for each handler that had such work, in the order of the names
	 */
	public List<Usage> findAll() {
		List<Usage> result = new ArrayList<>();
		this.handlers.forEach((name, sums) -> result
			.add(new Usage(name, sums.tasks.sum(), sums.cpuNanos.sum(), sums.allocatedBytes.sum())));
		result.sort((a, b) -> a.handler().compareTo(b.handler()));
		return result;
	}

	private static final class Sums {

		private final LongAdder tasks = new LongAdder();

		private final LongAdder cpuNanos = new LongAdder();

		private final LongAdder allocatedBytes = new LongAdder();

	}

	/**
	 * What was done for the invocations of one handler after their end.
	 *
	 * @param handler the name of the handler
	 * @param tasks the tasks that went on for a millisecond or more, or began then
	 * @param cpuNanos their CPU time in nanoseconds, also that of shorter ones
	 * @param allocatedBytes the bytes they allocated on the heap
	 */
	public record Usage(String handler, long tasks, long cpuNanos, long allocatedBytes) {

	}

}
