package io.github.resourcemonitor.aop;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorInterceptionAutoConfiguration;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.GenericFilterBean;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HttpServletBean;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for annotated beans whose class cannot have a proxy: they work through their
 * interfaces, or the failure says why and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnproxyableClassTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final WebApplicationContextRunner web = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, ResourceMonitorAutoConfiguration.class,
				ResourceMonitorInterceptionAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
		.withPropertyValues("server.port=0", "resource-monitor.sampling.enabled=false",
				"resource-monitor.verification=fail");

	@ParameterizedTest
	@ValueSource(classes = { FinalByClass.class, RecordByClass.class, FinalMethodByClass.class })
	void failedInjectionByTheClassSaysWhyAndWhatToDo(Class<?> configuration, CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class, configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run().close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The bean 'function' is monitored by Resource Monitor, and could not be injected as a '"
					+ configuration.getDeclaringClass().getName())
			.contains("Inject the bean by one of its interfaces")
			.doesNotContain("@EnableAsync");
	}

	@Test
	void functionWithAFinalMethodIsCountedThroughItsInterface() {
		this.runner.withBean("function", FinalMethod.class).run((context) -> {
			@SuppressWarnings("unchecked")
			Function<String, String> function = context.getBean("function", Function.class);
			assertThat(function.apply("a")).isEqualTo("prefix a");
			assertThat(handlers(context)).containsExactly("function");
		});
	}

	@Test
	void classWithAFinalInterfaceMethodIsLeftAsItIsAndReported() {
		this.runner.withBean("named", NamedWorker.class).run((context) -> {
			assertThat(context.getBean(NamedWorker.class).name()).isEqualTo("own name");
			assertThat(context.getBean(InterceptionReport.class).problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.problem()).contains("UnproxyableClassTests.NamedWorker.name()")
					.contains("would run on the proxy");
				assertThat(problem.cure()).contains("Remove 'final'");
			});
		});
	}

	@ParameterizedTest
	@CsvSource({ "SimpleFilter, SimpleFilter.doFilter", "GenericFilter, GenericFilter.doFilter",
			"OnceFilter, OnceFilter.doFilter", "FinalFilter, FinalFilter.doFilter", "Greeting, Greeting.service",
			"FinalGreeting, FinalGreeting.service" })
	void countsRequestsOfServletComponents(String type, String handler) throws Exception {
		Class<?> component = Class.forName(UnproxyableClassTests.class.getName() + "$" + type);
		// Without a servlet a filter is not called.
		this.web.withBean("component", component).withBean("last", Last.class).run((context) -> {
			assertThat(get(context, handler.endsWith("service") ? "/component/" : "/")).isEqualTo(200);
			await().until(() -> !handlers(context).isEmpty());
			assertThat(handlers(context)).containsExactly(handler);
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void countsRequestsOfAFinalFilterThatHasAJdkProxy() {
		this.web.withPropertyValues("spring.aop.proxy-target-class=false")
			.withUserConfiguration(OtherAdvice.class)
			.withBean("filter", FinalFilter.class)
			.withBean("last", Last.class)
			.run((context) -> {
				assertThat(Proxy.isProxyClass(context.getBean("filter").getClass())).isTrue();
				assertThat(get(context, "/")).isEqualTo(200);
				await().until(() -> !handlers(context).isEmpty());
				assertThat(handlers(context)).containsExactly("FinalFilter.doFilter");
			});
	}

	@Test
	void filtersKeepTheirOrder() {
		this.web.withBean("late", OnceFilter.class)
			.withBean("early", GenericFilter.class)
			.withBean("last", Last.class)
			.run((context) -> {
				assertThat(get(context, "/")).isEqualTo(200);
				await().until(() -> handlers(context).size() == 2);
				// The inner one ends first.
				assertThat(handlers(context)).containsExactly("OnceFilter.doFilter", "GenericFilter.doFilter");
			});
	}

	@Test
	void methodThatAFilterCallsItselfIsReported() {
		this.web.withBean("filter", Inside.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(IneffectiveAnnotationException.class,
						(failure) -> assertThat(failure.getProblems()).singleElement()
							.satisfies((problem) -> assertThat(problem.cure())
								.isEqualTo("Put the annotation on the class"))));
	}

	@Test
	void filterForAllDispatchesIsReportedAndStillWorks() {
		this.web.withPropertyValues("resource-monitor.verification=warn")
			.withBean("filter", ErrorDispatches.class)
			.withBean("last", Last.class)
			.run((context) -> {
				assertThat(get(context, "/")).isEqualTo(200);
				assertThat(context.getBean(ErrorDispatches.class)).isNotNull();
				assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
					.satisfies((problem) -> assertThat(problem.problem()).contains("shouldNotFilterErrorDispatch"));
			});
	}

	private static int get(AssertableWebApplicationContext context, String path) {
		int port = context.getSourceApplicationContext(AnnotationConfigServletWebServerApplicationContext.class)
			.getWebServer()
			.getPort();
		return RestClient.create()
			.get()
			.uri("http://localhost:" + port + path)
			.exchange((request, response) -> response.getStatusCode().value());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, ResourceMonitorAutoConfiguration.class,
			ResourceMonitorInterceptionAutoConfiguration.class })
	static class Application {

	}

	@MonitoredHandler
	static final class Final implements Function<String, String> {

		@Override
		public String apply(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalByClass {

		@Bean
		Final function() {
			return new Final();
		}

		@Bean
		String user(Final function) {
			return function.apply("a");
		}

	}

	@MonitoredHandler
	record Prefix(String prefix) implements Function<String, String> {

		@Override
		public String apply(String text) {
			return this.prefix + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecordByClass {

		@Bean
		String user(Prefix function) {
			return function.apply("a");
		}

		@Bean
		Prefix function() {
			return new Prefix("");
		}

	}

	static class FinalMethod implements Function<String, String> {

		private final String prefix = String.valueOf("prefix ");

		@Override
		@MonitoredHandler
		public final String apply(String text) {
			return this.prefix + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalMethodByClass {

		@Bean
		FinalMethod function() {
			return new FinalMethod();
		}

		@Bean
		String user(FinalMethod function) {
			return function.apply("a");
		}

	}

	interface Named {

		String name();

	}

	static class NamedWorker implements Named {

		private final String name = String.valueOf("own name");

		@Override
		public final String name() {
			return this.name;
		}

		@MonitoredHandler
		public void work() {
		}

	}

	@MonitoredHandler
	static class SimpleFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
		}

	}

	@MonitoredHandler
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class GenericFilter extends GenericFilterBean {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (getFilterName() != null && getFilterName().equals("early")) {
				chain.doFilter(request, response);
			}
		}

	}

	@MonitoredHandler
	static class OnceFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
		}

	}

	@MonitoredHandler
	static final class FinalFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherAdvice {

		@Bean
		static Advisor advisor() {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.setMappedName("doFilter");
			pointcut.setClassFilter((type) -> type == FinalFilter.class);
			return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) MethodInvocation::proceed);
		}

	}

	@MonitoredHandler
	static class Greeting extends HttpServlet {

		private static final long serialVersionUID = 1;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print("Hello");
		}

	}

	@MonitoredHandler
	static class FinalGreeting extends HttpServletBean {

		private static final long serialVersionUID = 1;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print("Hello");
		}

	}

	static class Last extends HttpServlet {

		private static final long serialVersionUID = 1;

	}

	static class Inside extends OncePerRequestFilter {

		@Override
		@MonitoredHandler
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
		}

	}

	@MonitoredHandler
	static class ErrorDispatches extends OncePerRequestFilter {

		@Override
		protected boolean shouldNotFilterErrorDispatch() {
			return false;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
		}

	}

}
