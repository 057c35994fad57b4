package io.github.resourcemonitor.benchmarks.virtual;

/**
 * What all carriers used while the task was open, whoever they worked for.
 */
final class Whole extends Estimate {

	Whole(Carriers carriers) {
		super(carriers);
	}

	@Override
	void onStart(Stay stay) {
		add(stay, -1);
	}

	@Override
	void onEnd(Stay stay) {
		add(stay, 1);
	}

	private void add(Stay stay, int sign) {
		for (long id : this.carriers.list().values()) {
			stay.add(sign * Math.max(0, this.carriers.cpu(id)), sign * Math.max(0, this.carriers.bytes(id)));
		}
	}

	@Override
	void onTick() {
	}

}
