package io.github.resourcemonitor.aop;

import java.util.function.Function;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.aop.absent.Absent;
import io.github.resourcemonitor.aop.unmanaged.Forgotten;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for annotations that have their effect, or would have it under another condition:
 * nothing is reported, and nothing fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class FalseAlarmTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail");

	@Test
	void classesThatAreBeansUnderOtherConditionsAreNotReported() {
		this.runner.withInitializer(applicationPackage(Absent.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void classThatIsNoBeanNeverFailsTheStart(CapturedOutput output) {
		this.runner.withInitializer(applicationPackage(Forgotten.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("Not monitored: " + Forgotten.class.getName());
		});
	}

	@Test
	void reactiveServiceCallsAreNotReported() {
		this.runner.withBean(ReactiveClient.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { ByLambdaFactory.class, ByTypedFactory.class, ByUntypedMethod.class,
			ByInterfaceOfTheApplication.class })
	void functionsAreRecognizedByWhatTheyAre(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			@SuppressWarnings("unchecked")
			Function<Object, Object> upper = context.getBean("upper", Function.class);
			assertThat(upper.apply("a")).isEqualTo("A");
			assertThat(handlers(context)).containsExactly("upper");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void factoryBeanOfSomethingElseIsReported() {
		this.runner.withUserConfiguration(ByOtherFactory.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(IneffectiveAnnotationException.class,
						(failure) -> assertThat(failure.getProblems()).singleElement()
							.satisfies((problem) -> assertThat(problem.problem()).contains("@Bean method"))));
	}

	@Test
	void annotatedTypeBehindAJdkProxyIsNotReportedForMethodsThatNobodyCanCall() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("work", Runnable.class, Typed::new)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Runnable.class).run();
				assertThat(handlers(context)).containsExactly("Typed.run");
			});
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> applicationPackage(Class<?> type) {
		return (context) -> AutoConfigurationPackages.register((GenericApplicationContext) context,
				type.getPackageName());
	}

	static class ReactiveClient {

		@CloudServiceCall
		Mono<String> one() {
			return Mono.just("one");
		}

		@CloudServiceCall
		Flux<String> many() {
			return Flux.just("one");
		}

	}

	static class UpperFactory implements FactoryBean<Function<String, String>> {

		@Override
		public Function<String, String> getObject() {
			return String::toUpperCase;
		}

		@Override
		public Class<?> getObjectType() {
			return Function.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByLambdaFactory {

		@Bean
		@MonitoredHandler
		FactoryBean<Function<String, String>> upper() {
			return new UpperFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByTypedFactory {

		@Bean
		@MonitoredHandler
		UpperFactory upper() {
			return new UpperFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByUntypedMethod {

		@Bean
		@MonitoredHandler
		Object upper() {
			return (Function<String, String>) String::toUpperCase;
		}

	}

	interface Shouting {

		String shout(String text);

	}

	static class ShoutingFunction implements Shouting, Function<String, String> {

		@Override
		public String shout(String text) {
			return text.toUpperCase();
		}

		@Override
		public String apply(String text) {
			return shout(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByInterfaceOfTheApplication {

		@Bean
		@MonitoredHandler
		Shouting upper() {
			return new ShoutingFunction();
		}

	}

	static class OtherFactory implements FactoryBean<String> {

		@Override
		public String getObject() {
			return "text";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByOtherFactory {

		@Bean
		@MonitoredHandler
		OtherFactory text() {
			return new OtherFactory();
		}

	}

	@MonitoredHandler
	static class Typed implements Runnable {

		@Override
		public void run() {
		}

		public void inner() {
		}

	}

}
