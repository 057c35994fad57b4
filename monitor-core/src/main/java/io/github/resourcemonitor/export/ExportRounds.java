package io.github.resourcemonitor.export;

import java.io.IOException;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * The rounds of one exporter: in each, all that waits is exported, and then flushed. What
 * failed is tried again after a pause. Used by one thread, but for what says otherwise.
 */
final class ExportRounds {

	static final String CONSEQUENCE = "no call is affected, and records wait until it is tried again";

	/**
	 * How often a batch is tried whose failure is none of input and output.
	 */
	private static final int ATTEMPTS = 3;

	private final RecordExporter exporter;

	private final String name;

	private final ExportOptions options;

	private final ExportQueue queue;

	private final ExportCounts counts;

	private final Failures failures;

	private final TimedCalls calls;

	/**
	 * The batch that is being exported, or that failed.
	 */
	private volatile List<InvocationRecord> batch = List.of();

	private final RetryPause exportPause = new RetryPause();

	/**
	 * Keeps no record waiting.
	 */
	private final RetryPause flushPause = new RetryPause();

	/**
	 * How often the batch failed for a reason that will not pass.
	 */
	private int lastingFailures;

	private boolean unflushed;

	private boolean collecting;

	private long roundAt;

	private volatile boolean urgent;

	private volatile boolean closed;

	/**
	 * Create new rounds.
	 * @param exporter the exporter
	 * @param name its name
	 * @param options how records wait
	 * @param queue the records that wait
	 * @param counts what the exporter has done
	 * @param failures where its failures are recorded
	 */
	ExportRounds(RecordExporter exporter, String name, ExportOptions options, ExportQueue queue, ExportCounts counts,
			Failures failures) {
		this.exporter = exporter;
		this.name = name;
		this.options = options;
		this.queue = queue;
		this.counts = counts;
		this.failures = failures;
		this.calls = new TimedCalls(options.timeout(), this::timedOut);
	}

	/**
	 * Records no longer wait for others, because the application stops. Called by any
	 * thread.
	 */
	void urge() {
		this.urgent = true;
	}

	/**
	 * Return whether the last export failed a short time ago. Called by any thread.
	 */
	boolean isPausing() {
		return this.exportPause.isActive();
	}

	/**
	 * Return the number of records that wait, or are being exported. Called by any
	 * thread.
	 */
	int waiting() {
		return this.queue.size() + this.batch.size();
	}

	/**
	 * Interrupt the present call, and begin no other. Called by any thread.
	 */
	void close() {
		this.closed = true;
		this.calls.interrupt();
	}

	/**
	 * Return how long the thread has to wait: 0 if it has to work, the longest time if
	 * there is nothing to do.
	 */
	long nanosToNext(long now) {
		int waits = waiting();
		if (waits == 0 && !this.unflushed) {
			this.collecting = false;
			return Long.MAX_VALUE;
		}
		if (this.exportPause.isActive()) {
			return this.exportPause.remainingNanos(now);
		}
		if (waits >= this.options.batchSize() || (this.urgent && waits > 0)) {
			return 0;
		}
		if (waits == 0 && this.flushPause.isActive()) {
			return this.flushPause.remainingNanos(now);
		}
		if (!this.collecting) {
			this.collecting = true;
			this.roundAt = now + (this.urgent ? 0 : this.options.interval().toNanos());
		}
		return Math.max(0, this.roundAt - now);
	}

	/**
	 * Export what waits now, and flush.
	 * @param now whether to flush even if the last flush failed a short time ago
	 * @return whether that succeeded
	 */
	boolean run(boolean now) {
		this.exportPause.end();
		this.collecting = false;
		try {
			exportAll(waiting());
		}
		catch (Throwable ex) {
			failed(ex);
			this.exportPause.failed();
			boolean passing = ex instanceof IOException || ex instanceof InterruptedException
					|| this.calls.wasInterrupted();
			if (!passing && ++this.lastingFailures >= ATTEMPTS) {
				dropBatch();
				this.exportPause.reset();
			}
			return false;
		}
		boolean due = now || this.flushPause.remainingNanos(System.nanoTime()) == 0;
		return !due || flushExporter();
	}

	/**
	 * Give up the batch that failed or was interrupted, if there is one.
	 */
	void dropBatch() {
		this.counts.dropped(this.batch.size());
		done();
	}

	private void done() {
		this.queue.release(this.batch);
		this.batch = List.of();
		this.lastingFailures = 0;
	}

	private void exportAll(int count) throws Exception {
		int left = count;
		while (left > 0) {
			if (this.batch.isEmpty()) {
				this.batch = this.queue.take(Math.min(left, this.options.batchSize()));
			}
			List<InvocationRecord> records = this.batch;
			if (records.isEmpty() || this.closed) {
				// Closing has emptied the queue.
				return;
			}
			this.calls.run(() -> this.exporter.export(records));
			this.counts.exported(records.size());
			done();
			this.unflushed = true;
			this.exportPause.reset();
			left -= records.size();
		}
	}

	private boolean flushExporter() {
		if (!this.unflushed) {
			return true;
		}
		try {
			this.calls.run(this.exporter::flush);
			this.unflushed = false;
			this.flushPause.reset();
			return true;
		}
		catch (Throwable ex) {
			failed(ex);
			this.flushPause.failed();
			return false;
		}
	}

	private void failed(Throwable ex) {
		this.counts.failed();
		if (!this.calls.wasInterrupted()) {
			this.failures.record("exporter " + this.name, ex, CONSEQUENCE);
		}
	}

	private void timedOut() {
		this.failures.record("exporter " + this.name, new IOException("The exporter '" + this.name
				+ "' has not answered within " + this.options.timeout().toMillis() + " ms and was interrupted"),
				CONSEQUENCE);
	}

}
