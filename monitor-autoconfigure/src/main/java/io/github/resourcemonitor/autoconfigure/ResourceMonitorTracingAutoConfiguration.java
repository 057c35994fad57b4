package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.metrics.TracerTraceSource;
import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the trace ids of records.
 */
@AutoConfiguration(before = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(Tracer.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = TraceContext.Source.class, search = SearchStrategy.CURRENT)
	TracerTraceSource resourceMonitorTraceContextSource(ObjectProvider<Tracer> tracer) {
		return new TracerTraceSource(tracer.getIfUnique(() -> Tracer.NOOP));
	}

}
