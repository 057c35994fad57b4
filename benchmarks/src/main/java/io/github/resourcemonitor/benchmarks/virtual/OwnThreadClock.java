package io.github.resourcemonitor.benchmarks.virtual;

/**
 * Reads the clocks of the task's own thread. Exact on a platform thread.
 */
final class OwnThreadClock extends Estimate {

	OwnThreadClock(Carriers carriers) {
		super(carriers);
	}

	@Override
	void onStart(Task task) {
		long id = Thread.currentThread().getId();
		task.add(-this.carriers.cpu(id), -this.carriers.bytes(id));
	}

	@Override
	void onEnd(Task task) {
		long id = Thread.currentThread().getId();
		task.add(this.carriers.cpu(id), this.carriers.bytes(id));
	}

}
