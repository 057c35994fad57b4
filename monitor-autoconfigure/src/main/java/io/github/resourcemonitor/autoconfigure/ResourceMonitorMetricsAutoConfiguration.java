package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.ExporterMeters;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for meters. They are bound to the registries of the application; no
 * registry is created or required.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	InvocationMeters resourceMonitorInvocationMeters(Invocations invocations, ContextBeans beans,
			HandlerSummaries summaries) {
		return new InvocationMeters(invocations, beans.find(ResourceSampler.class), summaries.capacity());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ExporterMeters resourceMonitorExporterMeters(RecordExports exports) {
		return new ExporterMeters(exports);
	}

}
