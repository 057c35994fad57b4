package io.github.resourcemonitor.benchmarks.virtual;

/**
 * What the clocks of the task's own thread say: exact on a platform thread.
 */
final class OwnClock extends Estimate {

	OwnClock(Carriers carriers) {
		super(carriers);
	}

	@Override
	void onStart(Stay stay) {
		long id = Thread.currentThread().getId();
		stay.add(-this.carriers.cpu(id), -this.carriers.bytes(id));
	}

	@Override
	void onEnd(Stay stay) {
		long id = Thread.currentThread().getId();
		stay.add(this.carriers.cpu(id), this.carriers.bytes(id));
	}

	@Override
	void onTick() {
	}

}
