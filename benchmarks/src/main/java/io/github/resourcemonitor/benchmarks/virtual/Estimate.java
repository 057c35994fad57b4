package io.github.resourcemonitor.benchmarks.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to tell what each of some tasks used. It is told of the events in their lives, by
 * their own threads, and now and then looks by itself.
 * <p>
 * Events of all threads take turns.
 */
abstract class Estimate {

	private final ReentrantLock lock = new ReentrantLock();

	final Carriers carriers;

	/**
	 * The tasks that have started and not ended.
	 */
	final List<Stay> open = new ArrayList<>();

	/**
	 * What the first events took. The median tells it best: a thread may lose its
	 * processor to another one meanwhile.
	 */
	private final long[] nanos = new long[1 << 14];

	private int events;

	Estimate(Carriers carriers) {
		this.carriers = carriers;
	}

	/**
	 * Run a task.
	 * @param stay the task
	 * @param work what it does, on the thread of the stay
	 */
	void run(Stay stay, Runnable work) {
		start(stay);
		work.run();
		end(stay);
	}

	/**
	 * Have a task block.
	 * @param stay the task
	 * @param pause blocks
	 */
	void block(Stay stay, Runnable pause) {
		if (!seesPauses()) {
			pause.run();
			return;
		}
		event(() -> onEnd(stay));
		pause.run();
		event(() -> onStart(stay));
	}

	private void start(Stay stay) {
		event(() -> {
			onStart(stay);
			stay.index = this.open.size();
			this.open.add(stay);
		});
	}

	private void end(Stay stay) {
		event(() -> {
			onEnd(stay);
			Stay last = this.open.remove(this.open.size() - 1);
			if (last != stay) {
				this.open.set(stay.index, last);
				last.index = stay.index;
			}
			stay.index = -1;
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
	 * Return what an event took, in microseconds: the median, or {@code NaN} if that was
	 * not measured.
	 */
	double microsPerEvent() {
		long[] sorted = Arrays.copyOf(this.nanos, this.events);
		Arrays.sort(sorted);
		return sorted[sorted.length / 2] / 1e3;
	}

	/**
	 * Return whether tasks say when they are about to block, and when they go on, as an
	 * intercepted call of a cloud service does.
	 */
	boolean seesPauses() {
		return false;
	}

	/**
	 * A task goes on after what other threads did.
	 */
	abstract void onStart(Stay stay);

	/**
	 * A task has worked until now.
	 */
	abstract void onEnd(Stay stay);

	abstract void onTick();

	/**
	 * Prepare to measure, while no task runs.
	 */
	void begin() {
	}

	/**
	 * Come to a conclusion, when all tasks have ended.
	 * @param stays all tasks
	 */
	void conclude(List<Stay> stays) {
	}

}
