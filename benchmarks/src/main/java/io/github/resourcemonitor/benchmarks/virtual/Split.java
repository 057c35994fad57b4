package io.github.resourcemonitor.benchmarks.virtual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits what the carriers used equally: between all tasks that are open, or between
 * those whose thread is runnable at the time of the reading.
 */
class Split extends Estimate {

	private final boolean runnable;

	private final Map<Long, long[]> last = new HashMap<>();

	Split(Carriers carriers, boolean runnable) {
		super(carriers);
		this.runnable = runnable;
	}

	@Override
	void begin() {
		this.carriers.list().values().forEach(this::growth);
	}

	@Override
	void onStart(Stay stay) {
		onTick();
	}

	@Override
	void onEnd(Stay stay) {
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

	private List<Stay> receivers() {
		if (!this.runnable) {
			return this.open;
		}
		List<Stay> running = this.open.stream()
			.filter((stay) -> stay.thread.getState() == Thread.State.RUNNABLE)
			.toList();
		return running.isEmpty() ? this.open : running;
	}

	/**
	 * A library would keep a running total; this does the same, slower.
	 */
	final void share(List<Stay> receivers, double cpu, double bytes) {
		for (Stay stay : receivers) {
			stay.add(cpu / receivers.size(), bytes / receivers.size());
		}
	}

	/**
	 * Return what a carrier used since the last time.
	 * @return CPU time and bytes
	 */
	final long[] growth(long id) {
		long[] before = this.last.getOrDefault(id, new long[2]);
		long[] now = { Math.max(before[0], this.carriers.cpu(id)), Math.max(before[1], this.carriers.bytes(id)) };
		this.last.put(id, now);
		return new long[] { now[0] - before[0], now[1] - before[1] };
	}

}
