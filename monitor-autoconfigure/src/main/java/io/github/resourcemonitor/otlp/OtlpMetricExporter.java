package io.github.resourcemonitor.otlp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.metrics.data.MetricData;
import org.jspecify.annotations.Nullable;

/**
 * Sends sums and histograms over records with delta temporality over OTLP.
 * <p>
 * What a receiver has not confirmed stays, and the next request contains it, with the
 * same start of the interval. So nothing is lost by a request that fails, or while the
 * process is frozen, and a receiver that has accepted a request without our knowing sees
 * by the start that the next one replaces it.
 */
public final class OtlpMetricExporter implements RecordExporter, AutoCloseable {

	static final String NAME = "otlp-metrics";

	private final OtlpClient<MetricData> client;

	private final OtlpResources resources;

	private final ProcessCounters counters;

	private final int maxNames;

	private final DeltaInterval interval;

	private final Failures failures;

	/**
	 * By instance, which changes when the process is restored from a checkpoint. The
	 * latest is {@link #current}.
	 */
	private final Map<FunctionIdentity, RecordAggregate> aggregates = new LinkedHashMap<>();

	private @Nullable FunctionIdentity current;

	/**
	 * Create a new exporter. It connects with the first request.
	 * @param connection where and how metrics are sent
	 * @param headers supplies further headers; {@code null} if there are none
	 * @param resources describes where records come from
	 * @param counters the counters of the process
	 * @param maxNames the maximum number of handlers, and of operations of services, that
	 * have series of their own
	 * @param failures where a record is reported that cannot be added
	 */
	public OtlpMetricExporter(OtlpConnection connection, @Nullable OtlpHeaders headers, OtlpResources resources,
			ProcessCounters counters, int maxNames, Failures failures) {
		this(connection, headers, resources, counters, maxNames, failures, () -> LogEvent.epochNanos(Instant.now()));
	}

	OtlpMetricExporter(OtlpConnection connection, @Nullable OtlpHeaders headers, OtlpResources resources,
			ProcessCounters counters, int maxNames, Failures failures, LongSupplier epochNanos) {
		this.client = new OtlpClient<>(OtlpSignal.METRICS, connection, headers, OtlpMetricExporter::create);
		this.resources = resources;
		this.counters = counters;
		this.maxNames = maxNames;
		this.failures = failures;
		this.interval = new DeltaInterval(epochNanos);
	}

	private static OtlpClient.Target<MetricData> create(OtlpClient<MetricData> client) {
		OtlpConnection connection = client.connection();
		OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder()
			.setEndpoint(connection.endpoint().toString())
			.setHeaders(client::requestHeaders)
			.setCompression(connection.compression().method())
			.setTimeout(connection.timeout())
			.setConnectTimeout(connection.timeout())
			.setRetryPolicy(null)
			.setExecutorService(client.threads());
		// The default would be the application's global one, and would fix it for good.
		OtlpHttpMetricExporter exporter = builder.setMeterProvider(MeterProvider.noop()).build();
		return new OtlpClient.Target<>(exporter::export, exporter::shutdown);
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * Add records to what is sent with the next flush.
	 */
	@Override
	public void export(List<InvocationRecord> records) {
		for (InvocationRecord record : records) {
			// Not to be tried again as a whole, because the others are added already.
			this.failures.guard("exporter otlp-metrics, record", () -> add(record));
		}
	}

	private void add(InvocationRecord record) {
		FunctionIdentity function = record.function();
		RecordAggregate present = this.aggregates.get(function);
		if (present == null) {
			addGrowth();
			this.current = function;
			present = new RecordAggregate(this.counters, this.maxNames);
			this.aggregates.put(function, present);
		}
		present.add(record);
	}

	private void addGrowth() {
		RecordAggregate latest = this.aggregates.get(this.current);
		if (latest != null) {
			latest.addGrowth();
		}
	}

	@Override
	public void flush() throws Exception {
		if (this.current == null) {
			return;
		}
		addGrowth();
		long end = this.interval.end();
		List<MetricData> metrics = new ArrayList<>();
		this.aggregates.forEach((instance, aggregate) -> {
			MetricPoints points = new MetricPoints(this.interval.start(), end);
			aggregate.collect(points);
			metrics.addAll(points.metrics(this.resources.resource(instance), OtlpLogExporter.SCOPE));
		});
		if (metrics.isEmpty()) {
			return;
		}
		this.client.send(metrics);
		this.interval.next();
		this.aggregates.keySet().removeIf((instance) -> !instance.equals(this.current));
		this.aggregates.values().forEach(RecordAggregate::clear);
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
