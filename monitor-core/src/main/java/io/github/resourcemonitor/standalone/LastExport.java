package io.github.resourcemonitor.standalone;

import java.time.Duration;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;

/**
 * What is done before a monitor ends: running invocations end, and all records are
 * exported.
 *
 * @param invocations the invocations
 * @param exports the exporters
 * @param failures where failures are recorded
 */
record LastExport(Invocations invocations, RecordExports exports, Failures failures) implements Runnable {

	/**
	 * Cloud Run kills a process 10 seconds after it has asked it to end.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(8);

	@Override
	public void run() {
		this.invocations.interruptAll();
		this.exports.flush(TIMEOUT);
	}

	void close(AutoCloseable exporter) {
		try {
			exporter.close();
		}
		catch (Exception ex) {
			this.failures.record("exporter " + exporter.getClass().getName(), ex);
		}
	}

}
