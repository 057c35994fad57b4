package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
