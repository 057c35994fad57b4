package io.github.resourcemonitor.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.resourcemonitor.aop.MonitoredBeans;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.reactor.ReactorResults;
import io.github.resourcemonitor.requests.BasePathExclusion;
import io.github.resourcemonitor.requests.ForwardedRequestFilter;
import io.github.resourcemonitor.requests.FunctionRoutes;
import io.github.resourcemonitor.requests.MonitoredRequests;
import io.github.resourcemonitor.requests.PathExclusion;
import io.github.resourcemonitor.requests.PatternExclusion;
import io.github.resourcemonitor.requests.ReactiveRequestHandlers;
import io.github.resourcemonitor.requests.RequestExclusion;
import io.github.resourcemonitor.requests.RequestsMode;
import io.github.resourcemonitor.requests.RequestTraceResolver;
import io.github.resourcemonitor.requests.RouteResolver;
import io.github.resourcemonitor.requests.Routes;
import io.github.resourcemonitor.requests.ServletRequestEnd;
import io.github.resourcemonitor.requests.ServletRequestFilter;
import io.github.resourcemonitor.requests.StaticResourceExclusion;
import io.github.resourcemonitor.requests.TomcatRequestEnd;
import jakarta.servlet.DispatcherType;
import org.apache.catalina.Valve;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.Resource;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for requests as invocations. It is ordered last, so that it knows
 * how the web server is configured. The server needs its beans before other singletons
 * exist, so that they look up the monitor at the first request.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication
@ConditionalOnClass(HttpHandlerDecoratorFactory.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@Conditional(OnRequestsCondition.class)
public final class ResourceMonitorRequestsAutoConfiguration {

	/**
	 * What Spring MVC serves, and Actuator with it, is below this path.
	 */
	private static final String SERVLET_PATH = "${spring.mvc.servlet.path:}";

	@Bean
	MonitoredRequests resourceMonitorRequests(ResourceMonitorProperties properties, ContextBeans beans,
			ObjectProvider<RequestExclusion> exclusions, ObjectProvider<RouteResolver> resolvers,
			ObjectProvider<RequestTraceResolver> traces, ConfigurableListableBeanFactory factory, Failures failures) {
		boolean always = properties.getRequests() == RequestsMode.ON;
		SingletonSupplier<Boolean> enabled = SingletonSupplier
			.of(() -> always || !new MonitoredBeans(factory, beans.get(MonitoredMethodIndex.class)).hasHandler());
		return new MonitoredRequests(SingletonSupplier.of(() -> beans.get(Invocations.class))::obtain,
				SingletonSupplier.of(() -> beans.extensions(RequestExclusion.class, exclusions))::obtain,
				new Routes(SingletonSupplier.of(() -> beans.extensions(RouteResolver.class, resolvers))::obtain),
				SingletonSupplier.of(() -> beans.extensions(RequestTraceResolver.class, traces))::obtain,
				enabled::obtain, CheckedRequests.responseHeader(properties.getResponseHeader()), failures);
	}

	@Bean
	PatternExclusion resourceMonitorPatternExclusion(ResourceMonitorProperties properties) {
		return CheckedRequests.exclusion(properties.getRequestsExclude());
	}

	/**
	 * Spring MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static final class ServletConfiguration {

		@Bean
		FilterRegistrationBean<ServletRequestFilter> resourceMonitorRequestFilter(MonitoredRequests requests) {
			FilterRegistrationBean<ServletRequestFilter> registration = new FilterRegistrationBean<>(
					new ServletRequestFilter(requests));
			registration.setName("resourceMonitorRequestFilter");
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
					DispatcherType.ERROR);
			return registration;
		}

		@Bean
		RequestEndRegistration resourceMonitorRequestEnd(Failures failures) {
			return new RequestEndRegistration(new ServletRequestEnd(failures));
		}

		@Bean
		RequestExclusion resourceMonitorStaticResourceExclusion(ObjectProvider<SimpleUrlHandlerMapping> mappings,
				@Value(SERVLET_PATH) String servletPath) {
			Supplier<RequestExclusion> found = SingletonSupplier.of(() -> {
				Map<String, List<Resource>> locations = new LinkedHashMap<>();
				mappings.orderedStream().forEach((mapping) -> mapping.getHandlerMap().forEach((pattern, handler) -> {
					if (handler instanceof ResourceHttpRequestHandler resources) {
						locations.put(pattern, resources.getLocations());
					}
				}));
				return new BasePathExclusion(servletPath, new StaticResourceExclusion(locations));
			});
			return (method, path) -> found.get().excludes(method, path);
		}

	}

	/**
	 * Tomcat, if it is started by the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServlet.class, Valve.class, ConfigurableTomcatWebServerFactory.class })
	static final class TomcatConfiguration {

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> resourceMonitorTomcatCustomizer(
				RequestEndRegistration end) {
			return (factory) -> factory.addEngineValves(new TomcatRequestEnd(end.forValve()));
		}

	}

	/**
	 * Spring WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
	static final class ReactiveConfiguration {

		@Bean
		ReactiveRequestHandlers resourceMonitorRequestHandlers(MonitoredRequests requests, ContextBeans beans,
				ApplicationContext context, @Value("${spring.webflux.base-path:}") String basePath) {
			return new ReactiveRequestHandlers(requests,
					SingletonSupplier.of(() -> beans.get(ReactorResults.class))::obtain, context, basePath,
					SingletonSupplier.of(() -> beans.find(ForwardedRequestFilter.class) != null)::obtain);
		}

		@Bean
		@ConditionalOnBean(ForwardedHeaderTransformer.class)
		ForwardedRequestFilter resourceMonitorForwardedRequestFilter() {
			return new ForwardedRequestFilter();
		}

		@Bean
		RequestExclusion resourceMonitorStaticResourceExclusion(
				ObjectProvider<org.springframework.web.reactive.handler.SimpleUrlHandlerMapping> mappings) {
			Supplier<RequestExclusion> found = SingletonSupplier.of(() -> {
				Map<String, List<Resource>> locations = new LinkedHashMap<>();
				mappings.orderedStream().forEach((mapping) -> mapping.getUrlMap().forEach((pattern, handler) -> {
					if (handler instanceof ResourceWebHandler resources) {
						locations.put(pattern, resources.getLocations());
					}
				}));
				return new StaticResourceExclusion(locations);
			});
			return (method, path) -> found.get().excludes(method, path);
		}

	}

	/**
	 * Spring Cloud Function.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(FunctionInvocationWrapper.class)
	static final class FunctionConfiguration {

		@Bean
		FunctionRoutes resourceMonitorFunctionRoutes(@Value("${spring.cloud.function.web.path:}") String prefix,
				@Value("${spring.cloud.function.definition:}") String definition) {
			return new FunctionRoutes(prefix, definition);
		}

	}

	/**
	 * Actuator. If it has a port of its own, its paths are the application's on that of
	 * the application, but for those that it has in addition there.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ PathMappedEndpoints.class, ManagementPortType.class })
	static final class ActuatorConfiguration {

		@Bean
		RequestExclusion resourceMonitorActuatorExclusion(ObjectProvider<PathMappedEndpoints> endpoints,
				@Value(SERVLET_PATH) String servletPath, ApplicationContext context) {
			String base = (context instanceof WebApplicationContext) ? servletPath : "";
			Supplier<RequestExclusion> found = SingletonSupplier
				.of(() -> new BasePathExclusion(base, new PathExclusion(paths(endpoints.orderedStream().toList(),
						ManagementPortType.get(context.getEnvironment()) == ManagementPortType.SAME))));
			return (method, path) -> found.get().excludes(method, path);
		}

		private static List<String> paths(List<PathMappedEndpoints> all, boolean samePort) {
			List<String> paths = new ArrayList<>();
			for (PathMappedEndpoints endpoints : all) {
				String base = endpoints.getBasePath();
				if (samePort && base.length() > 1) {
					paths.add(base);
				}
				else if (samePort) {
					paths.addAll(endpoints.getAllPaths());
				}
				for (PathMappedEndpoint endpoint : endpoints) {
					if (endpoint instanceof ExposableEndpoint<?> exposed) {
						paths.addAll(endpoints.getAdditionalPaths(WebServerNamespace.SERVER, exposed.getEndpointId()));
					}
				}
			}
			return paths;
		}

	}

}
