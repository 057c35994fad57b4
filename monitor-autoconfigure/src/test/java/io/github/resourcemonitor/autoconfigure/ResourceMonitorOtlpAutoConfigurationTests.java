package io.github.resourcemonitor.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.otlp.OtlpConnection;
import io.github.resourcemonitor.otlp.OtlpHeaders;
import io.github.resourcemonitor.otlp.OtlpLogExporter;
import io.github.resourcemonitor.otlp.OtlpMetricExporter;
import io.github.resourcemonitor.otlp.OtlpResources;
import io.github.resourcemonitor.otlp.OtlpSignal;
import io.github.resourcemonitor.record.TraceContext;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResourceMonitorOtlpAutoConfiguration} and {@link CheckedOtlp}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResourceMonitorOtlpAutoConfigurationTests {

	private static final String PREFIX = "resource-monitor.output.otlp.";

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final ApplicationContextRunner enabled = this.runner.withPropertyValues(PREFIX + "enabled=true");

	@Test
	void isOffByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(OtlpLogExporter.class)
			.doesNotHaveBean(OtlpMetricExporter.class)
			.doesNotHaveBean(OtlpResources.class)
			.doesNotHaveBean("resourceMonitorOtlpHeadersSanitizingFunction"));
	}

	@Test
	void sendsBothSignalsIfSwitchedOn() {
		this.enabled.run((context) -> assertThat(context).hasSingleBean(OtlpLogExporter.class)
			.hasSingleBean(OtlpMetricExporter.class));
	}

	@Test
	void backsOffWhenTheMonitorIsSwitchedOff() {
		this.enabled.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OtlpLogExporter.class));
	}

	@Test
	void eachSignalCanBeSwitchedOff() {
		this.enabled.withPropertyValues(PREFIX + "logs=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OtlpLogExporter.class)
				.hasSingleBean(OtlpMetricExporter.class));
		this.enabled.withPropertyValues(PREFIX + "metrics=false")
			.run((context) -> assertThat(context).hasSingleBean(OtlpLogExporter.class)
				.doesNotHaveBean(OtlpMetricExporter.class));
	}

	@Test
	void needsNoOpenTelemetryWhenItIsOff() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ResourceMonitor.class));
	}

	@Test
	void stopsTheStartWithoutOpenTelemetry() {
		this.enabled.withClassLoader(new FilteredClassLoader(OtlpHttpMetricExporter.class))
			.run((context) -> assertThat(analysis(context).getAction()).contains("spring-boot-starter-opentelemetry"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			collector:4318                    | does not begin with 'http://'
			HTTP://collector:4318             | does not begin with 'http://'
			grpc://collector:4317             | does not begin with 'http://'
			http://                           | not a URL
			http://collector:99999            | no valid host and port
			http://my collector:4318          | not a URL
			http://collector:4318/v1/logs     | contains the path of a signal
			http://collector:4318/otlp?key=s3cr3t | has a query
			http://user:s3cr3t@collector:4318 | contains a user
			http://user:s3cr3t@coll ector:4318 | not a URL
			""")
	void anInvalidAddressIsNamed(String endpoint, String reason) {
		assertThatExceptionOfType(InvalidOtlpPropertyException.class)
			.isThrownBy(() -> connection(OtlpSignal.LOGS, PREFIX + "endpoint", endpoint))
			.withMessageContaining("'resource-monitor.output.otlp.endpoint'")
			.withMessageContaining(reason)
			.withMessageContaining("http://localhost:4318")
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("s3cr3t"));
	}

	@Test
	void anInvalidAddressStopsTheStart() {
		this.enabled.withPropertyValues(PREFIX + "endpoint=http://user:s3cr3t@collector:4318").run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getDescription())
				.contains("'resource-monitor.output.otlp.endpoint'", "it contains a user", "...@collector:4318")
				.doesNotContain("s3cr3t");
			assertThat(analysis.getAction()).contains("http://localhost:4318");
			assertThat(stackTrace(context.getStartupFailure())).doesNotContain("s3cr3t");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "logs", "metrics" })
	void anInvalidAddressStopsALazyStart(String off) {
		this.enabled.withPropertyValues(PREFIX + "endpoint=collector:4318", PREFIX + off + "=false")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(analysis(context).getDescription())
				.contains("'resource-monitor.output.otlp.endpoint'"));
	}

	@Test
	void stopsALazyStartWithoutOpenTelemetry() {
		this.enabled.withClassLoader(new FilteredClassLoader(OtlpHttpMetricExporter.class))
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(analysis(context).getAction()).contains("spring-boot-starter-opentelemetry"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			authorization | s3cr3t-ü
			host          | s3cr3t
			content-type  | s3cr3t
			bad name      | s3cr3t
			""")
	void anInvalidHeaderIsNamedWithoutItsValue(String name, String value) {
		assertThatExceptionOfType(InvalidOtlpPropertyException.class)
			.isThrownBy(() -> connection(OtlpSignal.LOGS, PREFIX + "headers[" + name + "]", value))
			.withMessageContaining("'resource-monitor.output.otlp.headers'")
			.withMessageContaining("'" + name + "'")
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("s3cr3t"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1s", "2h" })
	void anInvalidTimeoutIsNamed(String timeout) {
		assertThatExceptionOfType(InvalidOtlpPropertyException.class)
			.isThrownBy(() -> connection(OtlpSignal.LOGS, PREFIX + "timeout", timeout))
			.withMessageContaining("'resource-monitor.output.otlp.timeout'");
	}

	@Test
	void anInvalidCompressionStopsTheStart() {
		this.enabled.withPropertyValues(PREFIX + "compression=brotli")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("compression"));
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		FailureAnalysis analysis = new InvalidOtlpPropertyFailureAnalyzer().analyze(context.getStartupFailure());
		assertThat(analysis).isNotNull();
		return analysis;
	}

	private static String stackTrace(Throwable failure) {
		StringWriter writer = new StringWriter();
		failure.printStackTrace(new PrintWriter(writer));
		return writer.toString();
	}

	@Test
	void theEndpointIsTheBase() {
		assertThat(connection(OtlpSignal.LOGS, PREFIX + "endpoint", "https://collector/otlp/").endpoint())
			.hasToString("https://collector/otlp/v1/logs");
		assertThat(connection(OtlpSignal.METRICS, PREFIX + "endpoint", "http://[::1]:4318").endpoint())
			.hasToString("http://[::1]:4318/v1/metrics");
		assertThat(connection(OtlpSignal.METRICS).endpoint()).hasToString("http://localhost:4318/v1/metrics");
	}

	@Test
	void theTimeoutIsAtMostThatOfAnExport() {
		assertThat(connection(OtlpSignal.LOGS).timeout()).hasSeconds(5);
		assertThat(connection(OtlpSignal.LOGS, "resource-monitor.export.timeout", "2s").timeout()).hasSeconds(2);
	}

	@Test
	void usesTheReceiverOfSpringBootWithItsHeaders() {
		OtlpConnection logs = connection(OtlpSignal.LOGS, "management.opentelemetry.logging.export.otlp.endpoint",
				"http://boot/v1/logs", "management.opentelemetry.logging.export.otlp.headers.authorization", "a");
		assertThat(logs.endpoint()).hasToString("http://boot/v1/logs");
		assertThat(logs.headers()).containsExactly(Map.entry("authorization", "a"));
		OtlpConnection metrics = connection(OtlpSignal.METRICS, "management.otlp.metrics.export.url",
				"http://boot/v1/metrics", "management.otlp.metrics.export.headers.authorization", "b",
				PREFIX + "headers.Authorization", "c");
		assertThat(metrics.endpoint()).hasToString("http://boot/v1/metrics");
		assertThat(metrics.headers()).containsExactly(Map.entry("Authorization", "c"));
		assertThat(connection(OtlpSignal.LOGS, "management.opentelemetry.logging.export.otlp.endpoint",
				"http://boot:4317", "management.opentelemetry.logging.export.otlp.transport", "grpc")
			.endpoint()).hasToString("http://localhost:4318/v1/logs");
	}

	@Test
	void usesTheVariablesOfOpenTelemetry() {
		OtlpConnection base = connection(OtlpSignal.LOGS, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318",
				"OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b+c, x=y=z");
		assertThat(base.endpoint()).hasToString("http://otel:4318/v1/logs");
		assertThat(base.headers()).containsOnly(Map.entry("api-key", "a b+c"), Map.entry("x", "y=z"));
		OtlpConnection own = connection(OtlpSignal.METRICS, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4318",
				"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://metrics/api", "OTEL_EXPORTER_OTLP_HEADERS", "a=b",
				"OTEL_EXPORTER_OTLP_METRICS_HEADERS", "c=d");
		assertThat(own.endpoint()).hasToString("http://metrics/api");
		assertThat(own.headers()).containsExactly(Map.entry("c", "d"));
	}

	@Test
	void hidesTheQueryOfTheReceiverOfOthers() {
		OtlpConnection connection = connection(OtlpSignal.METRICS, "management.otlp.metrics.export.url",
				"http://boot/v1/metrics?key=s3cr3t");
		assertThat(connection.endpoint()).hasToString("http://boot/v1/metrics?key=s3cr3t");
		assertThat(connection).asString().contains("http://boot/v1/metrics").doesNotContain("s3cr3t");
	}

	@Test
	void sendsNoHeadersOfOthersToItsOwnAddress() {
		assertThat(connection(OtlpSignal.LOGS, PREFIX + "endpoint", "http://mine", "OTEL_EXPORTER_OTLP_HEADERS",
				"authorization=theirs", "management.opentelemetry.logging.export.otlp.headers.authorization", "theirs")
			.headers()).isEmpty();
	}

	@Test
	void aReceiverForGrpcIsReported() {
		assertThatExceptionOfType(InvalidOtlpPropertyException.class)
			.isThrownBy(() -> connection(OtlpSignal.LOGS, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317",
					"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
			.withMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT is for gRPC");
	}

	@Test
	void anInvalidAddressOfOthersIsReportedByItsOwnName() {
		assertThatExceptionOfType(InvalidOtlpPropertyException.class)
			.isThrownBy(() -> connection(OtlpSignal.LOGS, "OTEL_EXPORTER_OTLP_ENDPOINT", "otel"))
			.withMessageContaining("'OTEL_EXPORTER_OTLP_ENDPOINT'");
	}

	private static OtlpConnection connection(OtlpSignal signal, String... properties) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (int i = 0; i < properties.length; i += 2) {
			values.put(properties[i], properties[i + 1]);
		}
		MockEnvironment environment = new MockEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", values));
		ResourceMonitorProperties bound = Binder.get(environment)
			.bindOrCreate("resource-monitor", ResourceMonitorProperties.class);
		return new CheckedOtlp(bound, environment).connection(signal);
	}

	@Test
	void theValuesOfHeadersAreHidden() {
		this.enabled.run((context) -> {
			SanitizingFunction function = context.getBean("resourceMonitorOtlpHeadersSanitizingFunction",
					SanitizingFunction.class);
			for (String key : List.of(PREFIX + "headers.authorization", PREFIX + "headers[x-api]",
					"RESOURCE_MONITOR_OUTPUT_OTLP_HEADERS_AUTHORIZATION",
					"RESOURCEMONITOR_OUTPUT_OTLP_HEADERS_AUTHORIZATION")) {
				assertThat(function.apply(new SanitizableData(null, key, "secret")).getValue()).as(key)
					.isEqualTo(SanitizableData.SANITIZED_VALUE);
			}
			assertThat(function.apply(new SanitizableData(null, PREFIX + "endpoint", "http://collector")).getValue())
				.isEqualTo("http://collector");
		});
		assertThat(ResourceMonitorProperties.Otlp.class.getMethods()).extracting(Method::getName)
			.doesNotContain("getHeaders");
	}

	@Test
	void theResourceOfTheApplicationTakesPrecedence() {
		this.enabled
			.withBean(Resource.class, () -> Resource.builder().put("service.name", "shop").put("team", "blue").build())
			.withBean(OtlpHeaders.class, () -> Map::of)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(OtlpLogExporter.class));
	}

	@Test
	void severalBeansOfWhichNoneIsPrimaryAreNamedAndNotUsed(CapturedOutput output) {
		this.enabled.withBean("blue", Resource.class, Resource::empty)
			.withBean("green", Resource.class, Resource::empty)
			.withBean("first", OtlpHeaders.class, () -> Map::of)
			.withBean("second", OtlpHeaders.class, () -> Map::of)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(OtlpLogExporter.class));
		assertThat(output).containsOnlyOnce("None of the beans 'blue', 'green' of type " + Resource.class.getName())
			.containsOnlyOnce("None of the beans 'first', 'second' of type " + OtlpHeaders.class.getName())
			.contains("@Primary");
	}

	@Test
	void ofSeveralBeansThePrimaryOneIsUsed(CapturedOutput output) {
		this.enabled.withBean("first", OtlpHeaders.class, () -> Map::of)
			.withBean("second", OtlpHeaders.class, () -> Map::of, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context.getBean(ContextBeans.class).findOrInherit(OtlpHeaders.class))
				.isSameAs(context.getBean("second")));
		this.enabled.withBean(OtlpHeaders.class, () -> Map::of)
			.run((parent) -> this.enabled.withParent(parent)
				.withBean("own", OtlpHeaders.class, () -> Map::of)
				.run((child) -> assertThat(child.getBean(ContextBeans.class).findOrInherit(OtlpHeaders.class))
					.isSameAs(child.getBean("own"))));
		assertThat(output).doesNotContain("None of the beans");
	}

	@Test
	void severalSourcesOfTracesDoNotStopTheStart(CapturedOutput output) {
		this.runner.withBean("first", TraceContext.Source.class, () -> () -> null)
			.withBean("second", TraceContext.Source.class, () -> () -> null)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("None of the beans 'first', 'second' of type ");
	}

}
