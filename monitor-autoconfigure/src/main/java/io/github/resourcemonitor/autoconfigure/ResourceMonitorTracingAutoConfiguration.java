package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.metrics.ObservedRequestTraces;
import io.github.resourcemonitor.metrics.SpanAttributes;
import io.github.resourcemonitor.metrics.TracerRecordScopes;
import io.github.resourcemonitor.metrics.TracerTraceSource;
import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the trace ids of records and meters, and attributes of spans.
 */
@AutoConfiguration(before = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(Tracer.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorTracingAutoConfiguration {

	private static final int LEAST_STARTS = 1000;

	@Bean
	@ConditionalOnMissingBean(value = TraceContext.Source.class, search = SearchStrategy.CURRENT)
	TracerTraceSource resourceMonitorTraceContextSource(ObjectProvider<Tracer> tracer) {
		return new TracerTraceSource(tracer.getIfUnique(() -> Tracer.NOOP));
	}

	/**
	 * Traces of requests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	static final class RequestTracesConfiguration {

		@Bean
		ObservedRequestTraces resourceMonitorRequestTraces() {
			return new ObservedRequestTraces();
		}

	}

	@Bean
	TracerRecordScopes resourceMonitorRecordScopes(ObjectProvider<Tracer> tracer) {
		return new TracerRecordScopes(tracer.getIfUnique(() -> Tracer.NOOP));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBooleanProperty(name = "resource-monitor.tracing.span-attributes", matchIfMissing = true)
	SpanAttributes resourceMonitorSpanAttributes(ObjectProvider<Tracer> tracer, ResourceMonitorProperties properties) {
		// Twice as many as can run, so that those that were lost have room too.
		return new SpanAttributes(tracer.getIfUnique(() -> Tracer.NOOP),
				2 * Math.max(LEAST_STARTS, Math.min(properties.getMaxActiveInvocations(), Integer.MAX_VALUE / 2)));
	}

}
