package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.web.AsyncResultFollower;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for handlers whose results Spring MVC handles after they return.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ WebAsyncManager.class, StreamingResponseBody.class })
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AsyncResultFollower resourceMonitorAsyncResultFollower(Failures failures) {
		return new AsyncResultFollower(failures);
	}

}
