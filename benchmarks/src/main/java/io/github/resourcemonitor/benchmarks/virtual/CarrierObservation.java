package io.github.resourcemonitor.benchmarks.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Assigns the usage of a carrier to the task observed on it before and after. A virtual
 * thread is not preempted, so this is exact for a task that reports all its pauses. Usage
 * between two observed tasks is halved; a half without an observed task is split equally
 * over all open tasks.
 */
final class CarrierObservation extends EqualSplit {

	private final boolean pauses;

	/**
	 * The task last observed on each carrier, unless it was observed leaving.
	 */
	private final Map<Long, Task> observed = new HashMap<>();

	CarrierObservation(Carriers carriers, boolean pauses) {
		super(carriers, false);
		this.pauses = pauses;
	}

	@Override
	boolean observesPauses() {
		return this.pauses;
	}

	@Override
	void onStart(Task task) {
		long carrier = this.carriers.current();
		Task before = this.observed.get(carrier);
		// The task itself has not used anything yet.
		assign(carrier, before, before);
		this.observed.put(carrier, task);
	}

	@Override
	void onEnd(Task task) {
		long carrier = this.carriers.current();
		assign(carrier, this.observed.get(carrier), task);
		this.observed.remove(carrier);
	}

	@Override
	void onTick() {
		Map<Long, Task> mounted = new HashMap<>();
		for (Task task : this.open) {
			Long carrier = (task.thread.getState() == Thread.State.RUNNABLE) ? this.carriers.of(task.thread) : null;
			if (carrier != null) {
				mounted.put(carrier, task);
			}
		}
		for (long carrier : this.carriers.list().values()) {
			Task now = mounted.get(carrier);
			assign(carrier, this.observed.get(carrier), now);
			if (now != null) {
				this.observed.put(carrier, now);
			}
			else {
				this.observed.remove(carrier);
			}
		}
	}

	private void assign(long carrier, @Nullable Task before, @Nullable Task after) {
		long[] growth = growth(carrier);
		for (Task task : new @Nullable Task[] { before, after }) {
			share((task != null && task.index >= 0) ? List.of(task) : this.open, growth[0] / 2.0, growth[1] / 2.0);
		}
	}

}
