package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.ResourceMonitor;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what follows the work of an invocation to other threads. It
 * comes last, so that whoever looks for a missing decorator finds it missing.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.propagation.enabled", matchIfMissing = true)
public final class ResourceMonitorPropagationAutoConfiguration {

	/**
	 * Spring Boot gives all decorators to its executors and schedulers. A fallback,
	 * because an application may want to have its only one injected.
	 */
	@Bean
	@Fallback
	@ConditionalOnMissingBean
	PropagatingTaskDecorator resourceMonitorTaskDecorator(ResourceMonitor monitor) {
		return new PropagatingTaskDecorator(monitor);
	}

	/**
	 * The library for context propagation of Micrometer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextRegistry.class, ThreadLocalAccessor.class })
	static final class ContextPropagationConfiguration {

		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		InvocationThreadLocalAccessor resourceMonitorThreadLocalAccessor(Invocations invocations) {
			return new InvocationThreadLocalAccessor(invocations, ContextRegistry.getInstance());
		}

	}

}
