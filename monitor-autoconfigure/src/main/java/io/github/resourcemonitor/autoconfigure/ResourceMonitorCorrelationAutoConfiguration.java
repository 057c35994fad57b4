package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.correlation.MdcCorrelation;
import io.github.resourcemonitor.invocation.CorrelationContext;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the ids of invocations in log lines.
 */
@AutoConfiguration(before = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(MDC.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorCorrelationAutoConfiguration {

	@Bean
	@ConditionalOnBooleanProperty(name = "resource-monitor.correlation.mdc", matchIfMissing = true)
	@ConditionalOnMissingBean(value = CorrelationContext.class, search = SearchStrategy.CURRENT)
	MdcCorrelation resourceMonitorMdcCorrelation(ResourceMonitorProperties properties) {
		return new MdcCorrelation(new CheckedProperties(properties).mdcKey());
	}

}
