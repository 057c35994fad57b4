package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.reactor.ReactiveTypes;
import io.github.resourcemonitor.web.EntityBodyEndStrategy;
import io.github.resourcemonitor.web.MvcAsyncEndStrategy;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for handlers whose results Spring's web frameworks process after
 * the handler has returned.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass(HttpEntity.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public final class ResourceMonitorWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	EntityBodyEndStrategy resourceMonitorEntityBodyFollower() {
		return new EntityBodyEndStrategy(new ReactiveTypes());
	}

	/**
	 * Spring MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ WebAsyncManager.class, StreamingResponseBody.class })
	static final class WebMvcConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		MvcAsyncEndStrategy resourceMonitorAsyncResultFollower(Failures failures) {
			return new MvcAsyncEndStrategy(failures);
		}

	}

}
