package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The threads of the process at one moment and the CPU time each had used. Immutable.
 *
 * @param threads the threads
 */
public record ThreadTimes(List<ThreadTime> threads) {

	/**
	 * Return what each thread used since an earlier moment, the busiest first. Threads
	 * that used nothing are left out; one that started since then counts from 0.
	 * @param earlier the earlier moment
	 * @param limit how many threads to return at most
	 * @return the differences
	 */
	public List<ThreadTime> since(ThreadTimes earlier, int limit) {
		Map<Long, ThreadTime> before = new HashMap<>();
		earlier.threads().forEach((thread) -> before.put(thread.id(), thread));
		List<ThreadTime> result = new ArrayList<>();
		for (ThreadTime thread : this.threads) {
			ThreadTime start = before.get(thread.id());
			ThreadTime used = (start != null && start.startTicks() == thread.startTicks()) ? thread.minus(start)
					: thread;
			if (used.totalNanos() > 0) {
				result.add(used);
			}
		}
		result.sort(Comparator.comparingLong(ThreadTime::totalNanos).reversed());
		return List.copyOf(result.subList(0, Math.min(limit, result.size())));
	}

	/**
	 * A thread and its CPU time.
	 *
	 * @param id the id of the operating system
	 * @param startTicks when it started, in the platform's ticks; tells two threads with
	 * one id apart
	 * @param name the name of the operating system, which cuts it off (Linux: 15
	 * characters)
	 * @param userNanos time in user mode
	 * @param systemNanos time in the kernel
	 */
	public record ThreadTime(long id, long startTicks, String name, long userNanos, long systemNanos) {

		long totalNanos() {
			return this.userNanos + this.systemNanos;
		}

		ThreadTime minus(ThreadTime start) {
			return new ThreadTime(this.id, this.startTicks, this.name, this.userNanos - start.userNanos,
					this.systemNanos - start.systemNanos);
		}

	}

}
