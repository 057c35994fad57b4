package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.reactor.ReactorResults;
import io.github.resourcemonitor.reactor.ScheduleHook;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for handlers that return Reactor types.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorReactorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBooleanProperty(name = "resource-monitor.propagation.enabled", matchIfMissing = true)
	ScheduleHook resourceMonitorScheduleHook(ContextBeans beans) {
		return new ScheduleHook(beans.monitor());
	}

	/**
	 * An infrastructure bean, because it is used while other beans are created. It looks
	 * up the monitor later.
	 */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ReactorResults resourceMonitorReactorResults(ContextBeans beans, Failures failures) {
		return new ReactorResults(SingletonSupplier.of(() -> beans.get(Invocations.class))::obtain, () -> {
			ScheduleHook hook = beans.find(ScheduleHook.class);
			if (hook != null) {
				hook.install();
			}
		}, failures);
	}

}
