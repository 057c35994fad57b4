package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.aop.WovenClasses;
import io.github.resourcemonitor.weaving.MonitoredHandlerAspect;
import io.github.resourcemonitor.weaving.WovenContext;
import io.github.resourcemonitor.weaving.WovenTargetInterceptor;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for load-time weaving. It is ordered after the auto-configuration
 * of the proxies, so that its advisor is the innermost.
 */
@AutoConfiguration(after = ResourceMonitorInterceptionAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(name = OnWeavingAgentCondition.AGENT)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@Conditional(OnWeavingAgentCondition.class)
public final class ResourceMonitorWeavingAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WovenContext resourceMonitorWovenContext(MonitoredMethodIndex index, MonitorAccess access) {
		return WovenContext.register(MonitoredHandlerAspect.aspectOf().calls(), index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor resourceMonitorWovenTargetAdvisor(WovenContext context) {
		return WovenTargetInterceptor.advisor(context);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WovenClasses resourceMonitorWovenClasses() {
		return new WovenClasses();
	}

}
