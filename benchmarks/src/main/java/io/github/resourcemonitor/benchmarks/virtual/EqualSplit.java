package io.github.resourcemonitor.benchmarks.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits the usage of all carriers equally over all open tasks, or over those whose
 * thread is runnable at the time of the reading.
 */
class EqualSplit extends Estimate {

	private final boolean runnable;

	private final Map<Long, long[]> last = new HashMap<>();

	EqualSplit(Carriers carriers, boolean runnable) {
		super(carriers);
		this.runnable = runnable;
	}

	@Override
	void begin() {
		this.carriers.list().values().forEach(this::growth);
	}

	@Override
	void onStart(Task task) {
		onTick();
	}

	@Override
	void onEnd(Task task) {
		onTick();
	}

	@Override
	void onTick() {
		double cpu = 0;
		double bytes = 0;
		for (long id : this.carriers.list().values()) {
			long[] growth = growth(id);
			cpu += growth[0];
			bytes += growth[1];
		}
		share(receivers(), cpu, bytes);
	}

	private List<Task> receivers() {
		if (!this.runnable) {
			return this.open;
		}
		List<Task> running = this.open.stream()
			.filter((task) -> task.thread.getState() == Thread.State.RUNNABLE)
			.toList();
		return running.isEmpty() ? this.open : running;
	}

	/**
	 * Add an equal part to each receiver. A running total would give the same result
	 * faster.
	 */
	final void share(List<Task> receivers, double cpu, double bytes) {
		for (Task task : receivers) {
			task.add(cpu / receivers.size(), bytes / receivers.size());
		}
	}

	/**
	 * Return the usage of a carrier since the previous reading.
	 * @return CPU time in nanoseconds and allocated bytes
	 */
	final long[] growth(long id) {
		long[] before = this.last.getOrDefault(id, new long[2]);
		long[] now = { Math.max(before[0], this.carriers.cpu(id)), Math.max(before[1], this.carriers.bytes(id)) };
		this.last.put(id, now);
		return new long[] { now[0] - before[0], now[1] - before[1] };
	}

}
