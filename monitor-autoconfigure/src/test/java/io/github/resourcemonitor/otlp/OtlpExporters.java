package io.github.resourcemonitor.otlp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.Reading;

import static org.awaitility.Awaitility.await;

/**
 * The exporters with a receiver. They export when they are asked to only.
 */
final class OtlpExporters implements AutoCloseable {

	static final Duration LONG = Duration.ofSeconds(60);

	final OtlpReceiver receiver = new OtlpReceiver();

	final Failures failures = new Failures();

	/**
	 * The counters of the process.
	 */
	final long[] row = new long[Column.COUNT];

	/**
	 * The wall clock.
	 */
	final AtomicLong epochNanos = new AtomicLong(1_000_000_000_000_000_000L);

	final List<RecordExports> opened = new ArrayList<>();

	final List<AutoCloseable> exporters = new ArrayList<>();

	OtlpExporters() throws IOException {
		Arrays.fill(this.row, Column.ABSENT);
	}

	OtlpConnection connection(OtlpSignal signal, Duration timeout) {
		return new OtlpConnection(this.receiver.endpoint(signal), Map.of("Authorization", "Bearer secret"),
				OtlpCompression.NONE, timeout);
	}

	OtlpLogExporter logs(Duration timeout) {
		return logs(connection(OtlpSignal.LOGS, timeout), null);
	}

	OtlpLogExporter logs(OtlpConnection connection, OtlpHeaders headers) {
		OtlpLogExporter exporter = new OtlpLogExporter(connection, headers, new OtlpResources(null, (name) -> null));
		this.exporters.add(exporter);
		return exporter;
	}

	OtlpMetricExporter metrics(Duration timeout) {
		ProcessCounters counters = new ProcessCounters(() -> new Reading(0, this.row.clone()), () -> 0, () -> 0);
		OtlpMetricExporter exporter = new OtlpMetricExporter(connection(OtlpSignal.METRICS, timeout), null,
				new OtlpResources(null, (name) -> null), counters, 2, this.failures, this.epochNanos::get);
		this.exporters.add(exporter);
		return exporter;
	}

	RecordExports exports(RecordExporter... exporters) {
		RecordExports exports = new RecordExports(() -> List.of(exporters),
				new ExportOptions(1000, 100, Duration.ofHours(1), LONG, Duration.ZERO, 0), this.failures);
		this.opened.add(exports);
		return exports;
	}

	/**
	 * Export records, as often as it takes.
	 */
	void untilExported(RecordExports exports, List<InvocationRecord> records) {
		records.forEach(exports::add);
		await().pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(LONG)
			.until(() -> exports.flush(LONG));
	}

	@Override
	public void close() throws Exception {
		this.opened.forEach(RecordExports::close);
		this.receiver.close();
		for (AutoCloseable exporter : this.exporters) {
			exporter.close();
		}
	}

}
