package io.github.resourcemonitor.export;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one exporter has done, in numbers. Thread-safe.
 */
final class ExportCounts {

	private final LongAdder exported = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final Runnable onDrop;

	/**
	 * Create new counts.
	 * @param onDrop called for each record that is dropped
	 */
	ExportCounts(Runnable onDrop) {
		this.onDrop = onDrop;
	}

	void exported(int records) {
		this.exported.add(records);
	}

	void dropped(int records) {
		for (int i = 0; i < records; i++) {
			this.dropped.increment();
			this.onDrop.run();
		}
	}

	void failed() {
		this.failed.increment();
	}

	ExporterState state(String name, int waiting, long withoutSamples) {
		return new ExporterState(name, waiting, this.exported.sum(), this.dropped.sum(), this.failed.sum(),
				withoutSamples);
	}

}
