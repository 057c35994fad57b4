package io.github.resourcemonitor.metrics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.Column;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Compares what a Prometheus has scraped with the records.
 */
@Timeout(120)
class PrometheusIT {

	private static final double[] BUCKETS = { 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5,
			10 };

	private static final int CALLS = 20;

	@TempDir
	static Path folder;

	private static ConfigurableApplicationContext context;

	private static List<InvocationRecord> records;

	private static PrometheusServer prometheus;

	@BeforeAll
	static void scrape() throws Exception {
		assumeTrue(PrometheusServer.isInstalled(),
				"There is no 'prometheus' on the path. Install the package of that name of Debian");
		context = new SpringApplicationBuilder(Application.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=prometheus", "--management.tracing.sampling.probability=1",
				// This Prometheus refuses a scrape with exemplars of other types.
				"--management.prometheus.metrics.export.properties.[io.prometheus.exporter.exemplarsOnAllMetricTypes]=false",
				// Other tests have no tracer.
				"--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
		Handlers handlers = context.getBean(Handlers.class);
		for (int i = 0; i < CALLS; i++) {
			inSpan(handlers::download);
		}
		inSpan(handlers::fail);
		inSpan(handlers::later);
		// Its end is on another thread, in another trace.
		CompletableFuture.runAsync(() -> inSpan(handlers::complete), (task) -> new Thread(task).start()).join();
		records = context.getBean(InvocationRepository.class).findAll();
		assertThat(records).hasSize(CALLS + 2);
		prometheus = PrometheusServer.scrape(folder, "/actuator/prometheus",
				context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		await().until(() -> prometheus.value("sum(faas_invoke_duration_seconds_count)").isPresent());
	}

	private static void inSpan(Runnable work) {
		Tracer tracer = context.getBean(Tracer.class);
		Span span = tracer.spanBuilder().setNoParent().name("request").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
			work.run();
		}
		catch (IllegalStateException ex) {
			span.error(ex);
		}
		finally {
			span.end();
		}
	}

	@AfterAll
	static void close() throws Exception {
		if (prometheus != null) {
			prometheus.close();
		}
		if (context != null) {
			context.close();
		}
	}

	@Test
	void countsAndDurationsAreThoseOfTheRecords() {
		for (Outcome outcome : List.of(Outcome.SUCCESS, Outcome.ERROR)) {
			Predicate<InvocationRecord> included = (record) -> record.outcome() == outcome;
			String series = "{outcome=\"" + outcome + "\"})";
			check("sum(faas_invoke_duration_seconds_count" + series, included, (record) -> 1);
			check("sum(faas_invoke_duration_seconds_sum" + series, included, (record) -> record.durationNanos() / 1e9);
		}
		check("sum(faas_invocations_total)", (record) -> record.outcome() == Outcome.SUCCESS, (record) -> 1);
		check("sum(faas_errors_total{handler=\"fail\"})", (record) -> record.outcome() == Outcome.ERROR, (record) -> 1);
		check("sum(faas_coldstarts_total)", InvocationRecord::coldStart, (record) -> 1);
		check("sum(faas_init_duration_seconds_sum)", InvocationRecord::coldStart, (record) -> record.initNanos() / 1e9);
		check("sum(faas_cpu_usage_seconds_sum)", (record) -> record.own().totalCpuNanos() != null,
				(record) -> record.own().totalCpuNanos() / 1e9);
		check("sum(resourcemonitor_records_dropped_total)", (record) -> true, (record) -> 0);
	}

	@Test
	void bucketsAreThoseOfTheRecords() {
		for (double bound : BUCKETS) {
			String series = "{handler=\"download\",le=\"" + bound + "\"})";
			Predicate<InvocationRecord> download = (record) -> record.handler().equals("download");
			check("sum(faas_invoke_duration_seconds_bucket" + series,
					download.and((record) -> record.durationNanos() <= bound * 1e9), (record) -> 1);
			check("sum(faas_cpu_usage_seconds_bucket" + series,
					download.and((record) -> record.own().totalCpuNanos() <= bound * 1e9), (record) -> 1);
		}
		assertThat(prometheus.value("histogram_quantile(1, sum by (le) (faas_invoke_duration_seconds_bucket))"))
			.isPresent();
	}

	@Test
	void bytesAreThoseOfTheRecords() {
		check("sum(faas_mem_usage_bytes_sum)", (record) -> record.process().max(Column.MEMORY_RSS) != Column.ABSENT,
				(record) -> record.process().max(Column.MEMORY_RSS));
		check("sum(faas_net_io_bytes_sum{network_io_direction=\"receive\"})",
				(record) -> record.process().delta(Column.NETWORK_RECEIVED) != null,
				(record) -> record.process().delta(Column.NETWORK_RECEIVED));
		check("sum(resourcemonitor_service_bytes_total{service=\"storage\",operation=\"get\",direction=\"DOWNLOAD\"})",
				(record) -> true, PrometheusIT::downloaded);
		check("sum(resourcemonitor_service_calls_total{service=\"storage\",outcome=\"SUCCESS\"})", (record) -> true,
				(record) -> record.serviceCalls().stream().mapToLong(ServiceCallUsage::count).sum());
	}

	private static double downloaded(InvocationRecord record) {
		return record.serviceCalls().stream().mapToLong(ServiceCallUsage::bytes).sum();
	}

	@Test
	void exemplarsBearTheTracesOfTheRecords() {
		List<String> traces = exemplars("download");
		assertThat(traces).as("traces of %s", traces("download")).isNotEmpty().isSubsetOf(traces("download"));
		assertThat(exemplars("later")).hasSize(1).isEqualTo(traces("later"));
	}

	private static List<String> traces(String handler) {
		return records.stream()
			.filter((record) -> record.handler().equals(handler))
			.map((record) -> record.trace().traceId())
			.toList();
	}

	private static List<String> exemplars(String handler) {
		String expression = "faas_invoke_duration_seconds_bucket{handler=\"" + handler + "\"}";
		List<String> traces = new ArrayList<>();
		for (JsonNode series : prometheus.exemplars(expression)) {
			for (JsonNode exemplar : series.path("exemplars")) {
				traces.add(exemplar.path("labels").path("trace_id").asString());
			}
		}
		return traces;
	}

	private static void check(String expression, Predicate<InvocationRecord> included,
			ToDoubleFunction<InvocationRecord> value) {
		double expected = records.stream().filter(included).mapToDouble(value).sum();
		double scraped = prometheus.value(expression).orElse(0);
		if (expected == 0) {
			assertThat(scraped).as(expression).isCloseTo(0, within(0.0));
		}
		else {
			assertThat(scraped).as(expression).isCloseTo(expected, withPercentage(1e-9));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import(Handlers.class)
	static class Application {

	}

	static class Handlers {

		private final CompletableFuture<String> result = new CompletableFuture<>();

		private final ResourceMonitor monitor;

		Handlers(ResourceMonitor monitor) {
			this.monitor = monitor;
		}

		@MonitoredHandler("download")
		public Map<Integer, Integer> download() {
			Map<Integer, Integer> squares = new HashMap<>();
			for (int i = 0; i < 10_000; i++) {
				squares.put(i, i * i);
			}
			this.monitor.recordServiceCall("storage", "get", CallDirection.DOWNLOAD, squares.size());
			return squares;
		}

		@MonitoredHandler("fail")
		public void fail() {
			throw new IllegalStateException("expected");
		}

		@MonitoredHandler("later")
		public CompletableFuture<String> later() {
			return this.result;
		}

		public void complete() {
			this.result.complete("done");
		}

	}

}
