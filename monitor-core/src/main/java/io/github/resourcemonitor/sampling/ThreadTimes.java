package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Threads of the process and their CPU time at one point in time. Immutable.
 *
 * @param threads the threads
 */
public record ThreadTimes(List<ThreadTime> threads) {

	/**
	 * Return the CPU time of each thread since an earlier reading, highest first. Threads
	 * that used nothing are omitted; a thread that has started since then counts from 0.
	 * @param earlier the earlier reading
	 * @param limit the maximum number of threads to return
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
	 * @param id the thread id of the operating system
	 * @param startTicks the start time in ticks of the platform, which distinguishes
	 * threads with a reused id
	 * @param name the thread name of the operating system, which may be truncated (Linux:
	 * to 15 characters)
	 * @param userNanos CPU time in user mode, in nanoseconds
	 * @param systemNanos CPU time in the kernel, in nanoseconds
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
