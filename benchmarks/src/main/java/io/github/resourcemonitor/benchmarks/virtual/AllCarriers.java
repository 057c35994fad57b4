package io.github.resourcemonitor.benchmarks.virtual;

/**
 * Assigns the usage of all carriers while the task was open, regardless of which task
 * they ran.
 */
final class AllCarriers extends Estimate {

	AllCarriers(Carriers carriers) {
		super(carriers);
	}

	@Override
	void onStart(Task task) {
		add(task, -1);
	}

	@Override
	void onEnd(Task task) {
		add(task, 1);
	}

	private void add(Task task, int sign) {
		for (long id : this.carriers.list().values()) {
			task.add(sign * Math.max(0, this.carriers.cpu(id)), sign * Math.max(0, this.carriers.bytes(id)));
		}
	}

}
