package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.record.InvocationRecord;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

/**
 * Sends each record as a log event over OTLP. A batch that failed is sent again as it
 * was; the attribute {@code log.record.uid} tells an event that arrives twice.
 */
public final class OtlpLogExporter implements RecordExporter, AutoCloseable {

	static final String NAME = "otlp-logs";

	static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.github.resourcemonitor");

	private final OtlpClient<LogRecordData> client;

	private final OtlpResources resources;

	/**
	 * Create a new exporter. It connects with the first batch.
	 * @param connection where and how events are sent
	 * @param headers supplies further headers; {@code null} if there are none
	 * @param resources describes where records come from
	 */
	public OtlpLogExporter(OtlpConnection connection, @Nullable OtlpHeaders headers, OtlpResources resources) {
		this.client = new OtlpClient<>(OtlpSignal.LOGS, connection, headers, OtlpLogExporter::create);
		this.resources = resources;
	}

	private static OtlpClient.Target<LogRecordData> create(OtlpClient<LogRecordData> client) {
		OtlpConnection connection = client.connection();
		OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder()
			.setEndpoint(connection.endpoint().toString())
			.setHeaders(client::requestHeaders)
			.setCompression(connection.compression().method())
			.setTimeout(connection.timeout())
			.setConnectTimeout(connection.timeout())
			.setRetryPolicy(null)
			.setExecutorService(client.threads());
		// The default would be the application's global one, and would fix it for good.
		OtlpHttpLogRecordExporter exporter = builder.setMeterProvider(MeterProvider.noop()).build();
		return new OtlpClient.Target<>(exporter::export, exporter::shutdown);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void export(List<InvocationRecord> records) throws Exception {
		List<LogRecordData> events = new ArrayList<>(records.size());
		for (InvocationRecord record : records) {
			events.add(LogEvent.of(record, this.resources.resource(record.function()), SCOPE));
		}
		this.client.send(events);
	}

	/**
	 * Close the connections, for instance before a checkpoint of the process. Those of
	 * what is exported afterwards are closed after each request. With the sender of the
	 * JDK this needs JDK 21; before, idle connections are closed by the garbage
	 * collection only.
	 */
	public void disconnect() {
		this.client.disconnect();
	}

	/**
	 * Keep connections open again after a {@link #disconnect()}.
	 */
	public void reconnect() {
		this.client.reconnect();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
