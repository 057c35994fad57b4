package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for annotated beans that are created before they can get a proxy.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlyBeanTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@ParameterizedTest
	@ValueSource(
			classes = { NeededByOrdered.class, NeededByPriorityOrdered.class, FetchedByFactoryPostProcessor.class })
	void beanThatIsCreatedTooEarlyIsNamed(Class<?> configuration, CapturedOutput output) {
		this.runner.withUserConfiguration(configuration).withBean("worker", Worker.class).run((context) -> {
			context.getBean(Worker.class).work();
			assertThat(handlers(context)).isEmpty();
			assertThat(context.getBean(InterceptionReport.class).problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.bean()).isEqualTo("worker");
				assertThat(problem.place()).isEqualTo("EarlyBeanTests.Worker.work()");
				assertThat(problem.problem()).contains("created before it could get a proxy");
				assertThat(problem.cure()).contains("static").contains("ObjectProvider");
			});
			assertThat(output).contains("Not monitored: bean 'worker', EarlyBeanTests.Worker.work()");
		});
	}

	@Test
	void namesTheBeanThatNeedsIt() {
		this.runner.withUserConfiguration(NeededByOrdered.class)
			.withBean("worker", Worker.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.problem()).contains("because 'needy' needs it")));
	}

	@ParameterizedTest
	@ValueSource(
			classes = { NeededByOrdered.class, NeededByPriorityOrdered.class, FetchedByFactoryPostProcessor.class })
	void failsTheStartIfConfigured(Class<?> configuration) {
		this.runner.withPropertyValues("resource-monitor.verification=fail")
			.withUserConfiguration(configuration)
			.withBean("worker", Worker.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(IneffectiveAnnotationException.class));
	}

	@Test
	void functionAndServiceCallThatAreCreatedTooEarlyAreNamed() {
		this.runner.withUserConfiguration(EarlyFunction.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems())
				.extracting(InterceptionProblem::bean)
				.containsExactlyInAnyOrder("client", "upper"));
	}

	@Test
	void postProcessorsThemselvesAreNamed() {
		this.runner.withBean("processor", AnnotatedPostProcessor.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.bean()).isEqualTo("processor")));
	}

	@Test
	void adviceIsNamedBecauseItGetsNoProxy() {
		this.runner.withBean("advice", AnnotatedAdvice.class)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
				.satisfies((problem) -> {
					assertThat(problem.bean()).isEqualTo("advice");
					assertThat(problem.problem()).contains("no proxy");
				}));
	}

	@Test
	void beanThatAPostProcessorAsksForLaterIsMonitored() {
		this.runner.withPropertyValues("resource-monitor.verification=fail")
			.withUserConfiguration(ByProvider.class)
			.withBean("worker", Worker.class)
			.run((context) -> {
				context.getBean(Worker.class).work();
				assertThat(handlers(context)).containsExactly("Worker.work");
			});
	}

	static class Worker {

		@MonitoredHandler
		public void work() {
		}

	}

	static class Needy implements BeanPostProcessor, Ordered {

		Needy(Object worker) {
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByOrdered {

		@Bean
		static Needy needy(Worker worker) {
			return new Needy(worker);
		}

	}

	static class VeryNeedy extends Needy implements PriorityOrdered {

		VeryNeedy(Worker worker) {
			super(worker);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByPriorityOrdered {

		@Bean
		static VeryNeedy needy(Worker worker) {
			return new VeryNeedy(worker);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FetchedByFactoryPostProcessor {

		@Bean
		static BeanFactoryPostProcessor fetching() {
			return (beanFactory) -> beanFactory.getBean(Worker.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyFunction {

		@Bean
		static Needy needy(Function<String, String> upper, Client client) {
			return new Needy(upper);
		}

		@Bean
		@MonitoredHandler
		static Function<String, String> upper() {
			return String::toUpperCase;
		}

		@Bean
		static Client client() {
			return new Client();
		}

	}

	static class Client {

		@CloudServiceCall
		public void fetch() {
		}

	}

	static class AnnotatedPostProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

		@MonitoredHandler
		public void work() {
		}

	}

	static class AnnotatedAdvice implements MethodBeforeAdvice {

		@Override
		@MonitoredHandler
		public void before(Method method, Object[] arguments, @Nullable Object target) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByProvider {

		@Bean
		static Needy needy(ObjectProvider<Worker> worker) {
			return new Needy(worker);
		}

	}

}
