package io.github.resourcemonitor.attribution;

import java.util.ArrayList;
import java.util.List;
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
	 * Create a new instance.
	 * @param capacity the number of handlers to keep apart
	 */
	public LateWork(int capacity) {
		this.handlers = new BoundedMap<>(capacity, (name) -> new Sums());
	}

	void task(String handler) {
		this.handlers.get(handler).tasks.increment();
	}

	void used(String handler, long cpuNanos, long allocatedBytes) {
		Sums sums = this.handlers.get(handler);
		sums.cpuNanos.add(Math.max(0, cpuNanos));
		sums.allocatedBytes.add(Math.max(0, allocatedBytes));
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
