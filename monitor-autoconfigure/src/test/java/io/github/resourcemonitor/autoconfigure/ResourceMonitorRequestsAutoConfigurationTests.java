package io.github.resourcemonitor.autoconfigure;

import java.util.Locale;
import java.util.function.Function;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.requests.MonitoredRequests;
import io.github.resourcemonitor.requests.ServletRequestFilter;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResourceMonitorRequestsAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResourceMonitorAutoConfiguration.class,
				ResourceMonitorInterceptionAutoConfiguration.class, ResourceMonitorRequestsAutoConfiguration.class))
		.withPropertyValues("resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false");

	private static ServletRequestFilter filter(ApplicationContext context) {
		FilterRegistrationBean<?> registration = context.getBean("resourceMonitorRequestFilter",
				FilterRegistrationBean.class);
		assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
		return (ServletRequestFilter) registration.getFilter();
	}

	private static MockHttpServletResponse send(ApplicationContext context, String path) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setServletPath(path);
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter(context).doFilter(request, response, new MockFilterChain());
		return response;
	}

	private static int records(ApplicationContext context) {
		return context.getBean(InvocationRepository.class).findAll().size();
	}

	@Test
	void requestsAreInvocationsByDefault() {
		this.runner.run((context) -> {
			assertThat(send(context, "/path").getHeaderNames()).isEmpty();
			assertThat(context.getBean(InvocationRepository.class).findAll()).extracting(InvocationRecord::handler)
				.containsExactly("GET (unmatched)");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Handler.class, FunctionHandler.class, LazyHandler.class, PrototypeHandler.class,
			ScopedHandler.class })
	void handlersOfTheApplicationReplaceThem(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			send(context, "/path");
			assertThat(records(context)).isZero();
		});
		this.runner.withUserConfiguration(configuration)
			.withPropertyValues("resource-monitor.requests=on")
			.run((context) -> {
				send(context, "/path");
				assertThat(records(context)).isOne();
			});
	}

	@Test
	void definitionWhoseClassIsMissingDoesNotDisableThem() {
		RootBeanDefinition missing = new RootBeanDefinition();
		missing.setBeanClassName("com.example.Missing");
		missing.setAbstract(true);
		this.runner
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBeanDefinition("missing", missing))
			.run((context) -> {
				send(context, "/path");
				assertThat(records(context)).isOne();
			});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.requests=off", "resource-monitor.requests-exclude={")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MonitoredRequests.class)
				.doesNotHaveBean("resourceMonitorRequestFilter"));
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MonitoredRequests.class));
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resourceMonitorRequestFilter"));
	}

	@Test
	void patternsExcludeRequests() {
		this.runner.withPropertyValues("resource-monitor.requests-exclude=/internal/**,status/*").run((context) -> {
			send(context, "/internal/a/b");
			send(context, "/status/a");
			assertThat(records(context)).isZero();
			send(context, "/status/a/b");
			assertThat(records(context)).isOne();
		});
	}

	@ParameterizedTest
	@CsvSource({ "/app/in%74ernal/100%25,/app,/internal/100%,0", "/%61pp/internal/a,/app,/internal/a,0",
			"/app/%2569nternal/a,/app,/%69nternal/a,1", "/app/100%25,/app,/100%,1", "/app/api/internal/a,/app,/api,1" })
	void pathsAreThoseWithinTheApplication(String uri, String contextPath, String servletPath, int records) {
		this.runner.withPropertyValues("resource-monitor.requests-exclude=/internal/**").run((context) -> {
			MockHttpServletRequest request = new MockHttpServletRequest("GET", uri);
			request.setContextPath(contextPath);
			request.setServletPath(servletPath);
			filter(context).doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
			assertThat(records(context)).isEqualTo(records);
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void aHeaderThatCannotBeSetChangesNothing() {
		this.runner.withPropertyValues("resource-monitor.response-header=X-Id").run((context) -> {
			MockHttpServletResponse response = new MockHttpServletResponse() {

				@Override
				public void setHeader(String name, String value) {
					throw new UnsupportedOperationException();
				}

			};
			filter(context).doFilter(new MockHttpServletRequest("GET", "/path"), response, new MockFilterChain());
			assertThat(context.getBean(ResourceMonitor.class).current()).isEmpty();
			assertThat(records(context)).isOne();
			assertThat(context.getBean(Failures.class).summaries()).hasSize(1);
		});
	}

	@ParameterizedTest
	@CsvSource({ "resource-monitor.requests-exclude,/owners/{id", "resource-monitor.requests-exclude,/a/**/b/**/c",
			"resource-monitor.response-header,Invocation Id" })
	void whatCannotBeReadStopsTheStart(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getValue()).isEqualTo(value);
					assertThat(ex.getReason()).contains("such as");
				});
		});
	}

	@Test
	void theHeaderHasTheId() {
		this.runner.withPropertyValues("resource-monitor.response-header=X-Id").run((context) -> {
			String id = send(context, "/path").getHeader("X-Id");
			assertThat(context.getBean(InvocationRepository.class).findAll()).extracting(InvocationRecord::id)
				.containsExactly(id);
		});
	}

	@Test
	void anExceptionThatLeavesTheChainIsThatOfTheApplicationAndEndsTheRequest() {
		this.runner.run((context) -> {
			ServletException expected = new ServletException(new IllegalStateException());
			MockHttpServletRequest request = new MockHttpServletRequest("GET", "/path");
			assertThatExceptionOfType(ServletException.class)
				.isThrownBy(() -> filter(context).doFilter(request, new MockHttpServletResponse(), (req, res) -> {
					assertThat(req).isSameAs(request);
					throw expected;
				}))
				.isSameAs(expected);
			InvocationRecord record = context.getBean(InvocationRepository.class).findAll().get(0);
			assertThat(record.error()).isEqualTo(IllegalStateException.class.getName());
			assertThat(record.request()).isEqualTo(new HandledRequest("GET", null, 500));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		@Bean
		Service service() {
			return new Service();
		}

	}

	static class Service {

		@MonitoredHandler
		public void handle() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FunctionHandler {

		@Bean
		@MonitoredHandler
		Function<String, String> upper() {
			return String::toUpperCase;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyHandler {

		@Bean
		@Lazy
		Upper upper() {
			return new Upper();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeHandler {

		@Bean
		@Scope("prototype")
		Upper upper() {
			return new Upper();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedHandler {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		Upper upper() {
			return new Upper();
		}

	}

	static class Upper implements Function<String, String> {

		@Override
		@MonitoredHandler
		public String apply(String text) {
			return text.toUpperCase(Locale.ROOT);
		}

	}

}
