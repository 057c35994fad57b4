package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.cardinality.BoundedMap;

/**
 * Work of threads for invocations that have already ended, by tasks that outlived them.
 * It is neither part of a record nor charged to another invocation. Kept per handler, for
 * a bounded number of handlers. Thread-safe.
 */
public final class LateWork {

	private final BoundedMap<Sums> handlers;

	private final LongAdder outermostCpu = new LongAdder();

	/**
	 * Create a new instance.
	 * @param capacity the number of handlers to keep separately
	 */
	public LateWork(int capacity) {
		this.handlers = new BoundedMap<>(capacity, (name) -> new Sums());
	}

	/**
	 * Count a task of an invocation that has ended.
	 * @param account the account of the invocation
	 */
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
	 * Return the CPU time of the late work of outermost invocations.
	 * @return the time in nanoseconds
	 */
	public long cpuNanos() {
		return this.outermostCpu.sum();
	}

	/**
	 * Return the late work so far.
	 * @return one element per handler with late work, sorted by name
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
	 * Late work for the invocations of one handler.
	 *
	 * @param handler the name of the handler
	 * @param tasks the number of tasks that ran on for 1 ms or longer after the end, or
	 * began after it
	 * @param cpuNanos the CPU time of late work in nanoseconds, including shorter tasks
	 * @param allocatedBytes the bytes that late work allocated on the heap
	 */
	public record Usage(String handler, long tasks, long cpuNanos, long allocatedBytes) {

	}

}
