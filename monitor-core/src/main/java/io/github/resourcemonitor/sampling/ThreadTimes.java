package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
		List<ThreadTime> result = new ArrayList<>();
		long latestStart = earlier.latestStart();
		int hint = 0;
		for (ThreadTime thread : this.threads) {
			int index = (thread.startTicks() <= latestStart) ? earlier.indexOf(thread.id(), hint) : -1;
			hint = (index >= 0) ? index + 1 : hint;
			ThreadTime found = (index >= 0) ? earlier.threads().get(index) : null;
			ThreadTime before = (found != null && found.startTicks() == thread.startTicks()) ? found : null;
			if (thread.totalNanos() > ((before != null) ? before.totalNanos() : 0)) {
				result.add((before != null) ? thread.minus(before) : thread);
			}
		}
		result.sort(Comparator.comparingLong(ThreadTime::totalNanos).reversed());
		return List.copyOf(result.subList(0, Math.min(limit, result.size())));
	}

	private long latestStart() {
		long latest = Long.MIN_VALUE;
		for (ThreadTime thread : this.threads) {
			latest = Math.max(latest, thread.startTicks());
		}
		return latest;
	}

	/**
	 * Find a thread, beginning at a place: the order of threads hardly changes from one
	 * moment to the next, so that mostly the first one looked at is the one.
	 */
	private int indexOf(long id, int hint) {
		int size = this.threads.size();
		for (int i = 0; i < size; i++) {
			int index = (hint + i) % size;
			if (this.threads.get(index).id() == id) {
				return index;
			}
		}
		return -1;
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
