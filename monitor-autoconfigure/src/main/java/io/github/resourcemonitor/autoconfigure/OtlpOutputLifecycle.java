package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.otlp.OtlpLogExporter;
import io.github.resourcemonitor.otlp.OtlpMetricExporter;

/**
 * Closes the connections to receivers of OTLP while the context is stopped.
 */
final class OtlpOutputLifecycle extends CheckpointLifecycle {

	private final ContextBeans beans;

	OtlpOutputLifecycle(ContextBeans beans, boolean checkpointOnRefresh) {
		super(() -> beans.get(RecordExports.class), checkpointOnRefresh);
		this.beans = beans;
	}

	@Override
	void reopen() {
		this.beans.all(OtlpLogExporter.class).forEach(OtlpLogExporter::reconnect);
		this.beans.all(OtlpMetricExporter.class).forEach(OtlpMetricExporter::reconnect);
	}

	@Override
	void close() {
		this.beans.all(OtlpLogExporter.class).forEach(OtlpLogExporter::disconnect);
		this.beans.all(OtlpMetricExporter.class).forEach(OtlpMetricExporter::disconnect);
	}

}
