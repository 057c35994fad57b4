package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.propagation.InvocationThreadLocalAccessor;
import io.github.resourcemonitor.propagation.PropagatingTaskDecorator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the propagation of invocations to other threads. It is ordered
 * last, so that conditions on a missing task decorator do not see this one.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.propagation.enabled", matchIfMissing = true)
public final class ResourceMonitorPropagationAutoConfiguration {

	/**
	 * Spring Boot applies all decorators to its executors and schedulers. This one is a
	 * fallback bean, so that an application with one decorator of its own can inject it
	 * by type.
	 */
	@Bean
	@Fallback
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	PropagatingTaskDecorator resourceMonitorTaskDecorator(ContextBeans beans) {
		return new PropagatingTaskDecorator(beans.monitor());
	}

	/**
	 * Micrometer's context propagation library.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextRegistry.class, ThreadLocalAccessor.class })
	static final class ContextPropagationConfiguration {

		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		InvocationThreadLocalAccessor resourceMonitorThreadLocalAccessor(Invocations invocations) {
			return new InvocationThreadLocalAccessor(invocations, ContextRegistry.getInstance());
		}

	}

}
