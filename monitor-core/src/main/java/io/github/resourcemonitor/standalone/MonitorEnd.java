package io.github.resourcemonitor.standalone;

import java.util.List;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.file.RecordFileExporter;
import io.github.resourcemonitor.invocation.Invocations;

/**
 * What is done before a monitor ends: running invocations end, and all records are
 * exported.
 *
 * @param invocations the invocations
 * @param exports the exports to all exporters
 * @param exporters the exporters
 * @param failures where failures are recorded
 */
record MonitorEnd(Invocations invocations, RecordExports exports, List<RecordExporter> exporters,
		Failures failures) implements Runnable {

	@Override
	public void run() {
		this.exports.stopping();
		this.invocations.interruptAll();
		this.exports.flush(RecordExports.STOP_TIMEOUT);
	}

	/**
	 * Give files their final names. Records that other shutdown hooks still cause have
	 * files of their own.
	 */
	void completeFiles() {
		for (RecordExporter exporter : this.exporters) {
			if (exporter instanceof RecordFileExporter files) {
				close(files);
			}
		}
	}

	/**
	 * End the exports, and close all exporters.
	 */
	void close() {
		this.exports.close();
		for (RecordExporter exporter : this.exporters) {
			if (exporter instanceof AutoCloseable closeable) {
				close(closeable);
			}
		}
	}

	private void close(AutoCloseable exporter) {
		try {
			exporter.close();
		}
		catch (Exception ex) {
			this.failures.record("exporter " + exporter.getClass().getName(), ex);
		}
	}

}
