package io.github.resourcemonitor.autoconfigure;

import java.util.Locale;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.otlp.OtlpHeaders;
import io.github.resourcemonitor.otlp.OtlpLogExporter;
import io.github.resourcemonitor.otlp.OtlpMetricExporter;
import io.github.resourcemonitor.otlp.OtlpResources;
import io.github.resourcemonitor.otlp.OtlpSignal;
import io.github.resourcemonitor.otlp.ProcessCounters;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the output of records over OTLP, if it is asked for.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("resource-monitor.output.otlp.enabled")
public final class ResourceMonitorOtlpAutoConfiguration {

	private static final String EXPORTER = "io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter";

	/**
	 * The exporters, if OpenTelemetry is present.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpLogRecordExporter.class, OtlpHttpMetricExporter.class })
	static final class ExporterConfiguration {

		private final CheckedOtlp properties;

		ExporterConfiguration(ResourceMonitorProperties properties, Environment environment) {
			ResourceMonitorProperties.Otlp otlp = properties.getOutput().getOtlp();
			if (!otlp.isLogs() && !otlp.isMetrics()) {
				LogFactory.getLog(ResourceMonitorOtlpAutoConfiguration.class)
					.warn("The property 'resource-monitor.output.otlp.enabled' has no effect, because "
							+ "'resource-monitor.output.otlp.logs' and '.metrics' are both false.");
			}
			this.properties = new CheckedOtlp(properties, environment);
		}

		@Bean
		OtlpResources resourceMonitorOtlpResources(ContextBeans beans, Environment environment) {
			return new OtlpResources(beans.findOrInherit(Resource.class), environment::getProperty);
		}

		/**
		 * Never lazy, so that an invalid property stops the start.
		 */
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnBooleanProperty(name = "resource-monitor.output.otlp.logs", matchIfMissing = true)
		OtlpLogExporter resourceMonitorOtlpLogExporter(ContextBeans beans, OtlpResources resources) {
			return new OtlpLogExporter(this.properties.connection(OtlpSignal.LOGS),
					beans.findOrInherit(OtlpHeaders.class), resources);
		}

		/**
		 * Never lazy, so that an invalid property stops the start.
		 */
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnBooleanProperty(name = "resource-monitor.output.otlp.metrics", matchIfMissing = true)
		OtlpMetricExporter resourceMonitorOtlpMetricExporter(ContextBeans beans, OtlpResources resources,
				Invocations invocations, HandlerSummaries summaries, Failures failures) {
			return new OtlpMetricExporter(this.properties.connection(OtlpSignal.METRICS),
					beans.findOrInherit(OtlpHeaders.class), resources, counters(beans, invocations, failures),
					summaries.capacity(), failures);
		}

		@Bean
		OtlpOutputLifecycle resourceMonitorOtlpOutputLifecycle(ContextBeans beans) {
			return new OtlpOutputLifecycle(beans, CheckpointLifecycle.isCheckpointOnRefresh());
		}

		private static ProcessCounters counters(ContextBeans beans, Invocations invocations, Failures failures) {
			EdgeReader edges = beans.find(EdgeReader.class);
			Supplier<@Nullable Reading> reader = () -> (edges != null)
					? failures.attempt("current reading", () -> edges.read(null, System.nanoTime())) : null;
			// If the CPU clock is coarse, the sampler measures its cost as elapsed time.
			ResourceSampler sampler = (invocations.cpuResolutionNanos() == 0) ? beans.find(ResourceSampler.class)
					: null;
			return new ProcessCounters(reader,
					() -> invocations.monitorCpuNanos() + ((sampler != null) ? sampler.cpuNanos() : 0),
					invocations::lost);
		}

	}

	/**
	 * The secrets of the exporters, at the endpoints that show properties.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static final class SanitizingConfiguration {

		@Bean
		SanitizingFunction resourceMonitorOtlpHeadersSanitizingFunction() {
			return (data) -> isHeader(data) ? data.withSanitizedValue() : data;
		}

		private static boolean isHeader(SanitizableData data) {
			// Whether as a property or as a variable of the environment.
			return data.getKey()
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]", "")
				.contains("resourcemonitoroutputotlpheaders");
		}

	}

	/**
	 * Stops the start if OpenTelemetry is absent.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(EXPORTER)
	static final class AbsentConfiguration {

		@Bean
		@Lazy(false)
		InitializingBean resourceMonitorOtlpAbsence() {
			throw new InvalidOtlpPropertyException("resource-monitor.output.otlp.enabled",
					"it is true, but the exporter of the OpenTelemetry SDK is not on the class path",
					"Add the dependency 'org.springframework.boot:spring-boot-starter-opentelemetry', or "
							+ "'io.opentelemetry:opentelemetry-exporter-otlp'.");
		}

	}

}
