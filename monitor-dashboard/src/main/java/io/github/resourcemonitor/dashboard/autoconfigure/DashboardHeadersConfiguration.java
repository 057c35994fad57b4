package io.github.resourcemonitor.dashboard.autoconfigure;

import io.github.resourcemonitor.dashboard.DashboardEndpoint;
import io.github.resourcemonitor.dashboard.DashboardHeadersFilter;
import io.github.resourcemonitor.dashboard.DashboardHeadersWebFilter;
import jakarta.servlet.Filter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/**
 * The headers of the dashboard, in the context that serves Actuator's endpoints: that of
 * the application, or one of its own with a port of its own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(DashboardEndpoint.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
public class DashboardHeadersConfiguration {

	/**
	 * Before Spring Security (-100), so that a refusal has them as well.
	 */
	private static final int ORDER = -200;

	/**
	 * Return the path of the dashboard. {@code PathMappedEndpoints} would know it, but
	 * would create all endpoints while the web server starts.
	 */
	private static String path(WebEndpointProperties properties, ObjectProvider<PathMapper> mappers) {
		return properties.getBasePath() + "/"
				+ PathMapper.getRootPath(mappers.orderedStream().toList(), EndpointId.of("dashboard"));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, DispatcherServletPath.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<DashboardHeadersFilter> dashboardHeadersFilter(WebEndpointProperties properties,
				ObjectProvider<PathMapper> mappers, ObjectProvider<DispatcherServletPath> servlet) {
			FilterRegistrationBean<DashboardHeadersFilter> registration = new FilterRegistrationBean<>(
					new DashboardHeadersFilter());
			registration.setOrder(ORDER);
			String path = path(properties, mappers);
			DispatcherServletPath mapped = servlet.getIfAvailable();
			String full = (mapped != null) ? mapped.getRelativePath(path) : path;
			registration.addUrlPatterns(full, full + "/*");
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, Mono.class })
	static class ReactiveConfiguration {

		@Bean
		DashboardHeadersWebFilter dashboardHeadersWebFilter(WebEndpointProperties properties,
				ObjectProvider<PathMapper> mappers) {
			return new DashboardHeadersWebFilter(path(properties, mappers), ORDER);
		}

	}

}
