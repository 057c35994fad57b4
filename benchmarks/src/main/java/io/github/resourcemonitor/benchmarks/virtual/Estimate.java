package io.github.resourcemonitor.benchmarks.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Estimates the resource usage of concurrent tasks. The threads of the tasks report
 * start, end and blocking; {@link #tick()} is called at an interval.
 * <p>
 * Thread-safe: a lock serializes the events.
 */
abstract class Estimate {

	private final ReentrantLock lock = new ReentrantLock();

	final Carriers carriers;

	/**
	 * The tasks that have started and not ended.
	 */
	final List<Task> open = new ArrayList<>();

	/**
	 * Durations of the first events in nanoseconds. The median is reported, because a
	 * thread may be preempted during an event.
	 */
	private final long[] nanos = new long[1 << 14];

	private int events;

	Estimate(Carriers carriers) {
		this.carriers = carriers;
	}

	/**
	 * Run the work of a task.
	 * @param task the task
	 * @param work the work, run on the calling thread
	 */
	void run(Task task, Runnable work) {
		start(task);
		work.run();
		end(task);
	}

	/**
	 * Block a task.
	 * @param task the task
	 * @param pause the blocking operation
	 */
	void block(Task task, Runnable pause) {
		if (!observesPauses()) {
			pause.run();
			return;
		}
		event(() -> onEnd(task));
		pause.run();
		event(() -> onStart(task));
	}

	private void start(Task task) {
		event(() -> {
			onStart(task);
			task.index = this.open.size();
			this.open.add(task);
		});
	}

	private void end(Task task) {
		event(() -> {
			onEnd(task);
			Task last = this.open.remove(this.open.size() - 1);
			if (last != task) {
				this.open.set(task.index, last);
				last.index = task.index;
			}
			task.index = -1;
		});
	}

	final void tick() {
		event(this::onTick);
	}

	private void event(Runnable action) {
		this.lock.lock();
		try {
			long start = System.nanoTime();
			action.run();
			if (this.events < this.nanos.length) {
				this.nanos[this.events++] = System.nanoTime() - start;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the median duration of an event in microseconds, or {@code NaN} if it was
	 * not measured.
	 */
	double microsPerEvent() {
		long[] sorted = Arrays.copyOf(this.nanos, this.events);
		Arrays.sort(sorted);
		return sorted[sorted.length / 2] / 1e3;
	}

	/**
	 * Return whether tasks report when they are about to block and when they continue, as
	 * an intercepted service call does.
	 */
	boolean observesPauses() {
		return false;
	}

	/**
	 * A task starts or continues; earlier usage is not its own.
	 */
	abstract void onStart(Task task);

	/**
	 * A task ends or is about to block; usage up to now is its own.
	 */
	void onEnd(Task task) {
	}

	/**
	 * Called at an interval.
	 */
	void onTick() {
	}

	/**
	 * Prepare the measurement. Called while no task runs.
	 */
	void begin() {
	}

	/**
	 * Compute final estimates. Called when all tasks have ended.
	 * @param tasks all tasks
	 */
	void conclude(List<Task> tasks) {
	}

}
