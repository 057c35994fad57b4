package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.DurationBuckets;
import io.github.resourcemonitor.metrics.ExporterMeters;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.github.resourcemonitor.metrics.OtlpRegistryCheck;
import io.github.resourcemonitor.metrics.RecordScopes;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

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
		RecordScopes scopes = beans.find(RecordScopes.class);
		return new InvocationMeters(invocations, beans.find(ResourceSampler.class), summaries.capacity(),
				(scopes != null) ? scopes : RecordScopes.NONE);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnBooleanProperty(name = "resource-monitor.metrics.histograms", matchIfMissing = true)
	static DurationBuckets resourceMonitorDurationBuckets() {
		return new DurationBuckets();
	}

	/**
	 * Micrometer's registry for OTLP.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtlpMeterRegistry.class)
	static final class OtlpRegistryConfiguration {

		@Bean
		OtlpRegistryCheck resourceMonitorOtlpRegistryCheck(ConfigurableListableBeanFactory factory,
				Environment environment) {
			return new OtlpRegistryCheck(factory, environment);
		}

	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ExporterMeters resourceMonitorExporterMeters(RecordExports exports) {
		return new ExporterMeters(exports);
	}

}
