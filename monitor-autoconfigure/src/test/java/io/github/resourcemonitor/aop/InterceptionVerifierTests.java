package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.aop.mentioned.Informed;
import io.github.resourcemonitor.aop.mentioned.Report;
import io.github.resourcemonitor.aop.unmanaged.Forgotten;
import io.github.resourcemonitor.aop.unmanaged.Remembered;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorInterceptionAutoConfiguration;
import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InterceptionVerifier}: an ineffective annotation is always reported.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterceptionVerifierTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void reportsNothingWithoutProblems(CapturedOutput output) {
		this.runner.withBean(Sound.class).run((context) -> {
			assertThat(problems(context)).isEmpty();
			assertThat(output).doesNotContain("Not monitored");
		});
	}

	@Test
	void findsPrivateMethods(CapturedOutput output) {
		this.runner.withBean("work", OnPrivateMethod.class).run((context) -> {
			InterceptionProblem problem = onlyProblem(context);
			assertThat(problem.bean()).isEqualTo("work");
			assertThat(problem.place()).isEqualTo("InterceptionVerifierTests.OnPrivateMethod.handle()");
			assertThat(problem.problem()).contains("private");
			assertThat(problem.cure()).contains("package-private");
			assertThat(output).contains("WARN")
				.contains("Not monitored: bean 'work', InterceptionVerifierTests.OnPrivateMethod.handle(): "
						+ "a private method cannot be intercepted. Make it package-private");
		});
	}

	@Test
	void doesNotReportWovenPrivateMethods(CapturedOutput output) {
		this.runner.withBean(WovenClasses.class).withBean(WovenByHand.class).run((context) -> {
			assertThat(problems(context)).isEmpty();
			assertThat(output).doesNotContain("Not monitored");
		});
	}

	@Test
	void findsPrivateMethodsThatTheWeaverSkipped() {
		this.runner.withBean(WovenClasses.class)
			.withBean(OnPrivateMethod.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("private"));
	}

	@Test
	void findsPrivateMethodsThatLookWovenWithoutAWeaver() {
		this.runner.withBean(WovenByHand.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("private"));
	}

	@Test
	void findsStaticMethods() {
		this.runner.withBean(OnStaticMethod.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("static"));
	}

	@Test
	void findsFinalMethods() {
		this.runner.withBean(OnFinalMethod.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("final method"));
	}

	@Test
	void findsFinalClasses() {
		this.runner.withBean(FinalClass.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("final class"));
	}

	@Test
	void findsRecords() {
		this.runner.withBean(RecordClass.class)
			.run((context) -> assertThat(onlyProblem(context).problem()).contains("record"));
	}

	@Test
	void findsSealedClassesThatWouldFailTheStart() {
		this.runner.withBean(SealedClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(onlyProblem(context).problem()).contains("sealed class");
		});
	}

	@Test
	void findsMethodsThatNoInterfaceOfAJdkProxyDeclares() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("both", Api.class, Implementation::new)
			.run((context) -> {
				assertThat(onlyProblem(context).place()).endsWith("Implementation.hidden()");
				assertThat(onlyProblem(context).cure()).contains("spring.aop.proxy-target-class");
			});
	}

	@Test
	void findsBeanMethodsThatDoNotReturnAFunction() {
		this.runner.withUserConfiguration(OnBeanMethods.class).run((context) -> {
			assertThat(problems(context)).hasSize(2);
			assertThat(problems(context)).extracting(InterceptionProblem::place)
				.containsExactlyInAnyOrder("InterceptionVerifierTests.OnBeanMethods.handler()",
						"InterceptionVerifierTests.OnBeanMethods.client()");
			assertThat(problems(context)).extracting(InterceptionProblem::problem)
				.allSatisfy((problem) -> assertThat(problem).contains("@Bean method"));
		});
	}

	@Test
	void findsPublishers() {
		this.runner.withBean(Reactive.class).run((context) -> {
			assertThat(problems(context)).extracting(InterceptionProblem::place)
				.containsExactly("InterceptionVerifierTests.Reactive.connectable()");
			assertThat(problems(context).get(0).cure()).contains("CompletionStage");
		});
	}

	@Test
	void findsAllPublishersWithoutReactor() {
		InterceptionReport report = new InterceptionReport();
		new InterceptionVerifier(new MonitoredMethodIndex(), report, Verification.WARN,
				new MonitorAccess(() -> null, () -> null, List::of, new Failures()), null, new EarlyBeans(), null)
			.postProcessAfterInitialization(new Reactive(), "reactive");
		assertThat(report.problems()).extracting(InterceptionProblem::place)
			.containsExactlyInAnyOrder("InterceptionVerifierTests.Reactive.one()",
					"InterceptionVerifierTests.Reactive.connectable()", "InterceptionVerifierTests.Reactive.many()");
	}

	@Test
	void findsFunctionsThatReturnPublishers() {
		this.runner.withUserConfiguration(ReactiveFunctions.class).run((context) -> {
			assertThat(problems(context)).extracting(InterceptionProblem::bean).containsExactly("connectable");
			assertThat(problems(context).get(0).place()).contains("Function").contains("Flux");
			assertThat(problems(context).get(0).problem()).contains("publisher");
		});
	}

	@Test
	void findsClassesOfTheApplicationThatAreNotBeans(CapturedOutput output) {
		this.runner.withInitializer(applicationPackage()).withBean(Remembered.class).run((context) -> {
			assertThat(onlyProblem(context).bean()).isNull();
			assertThat(onlyProblem(context).place()).isEqualTo(Forgotten.class.getName());
			assertThat(output)
				.contains("Not monitored: " + Forgotten.class.getName() + ": the class is annotated but is not a bean");
		});
	}

	@Test
	void nameInItsOwnFileOrInALongerNameDefinesNoBean() {
		this.runner.withInitializer(applicationPackage(Report.class))
			.run((context) -> assertThat(problems(context)).extracting(InterceptionProblem::place)
				.containsExactlyInAnyOrder(Report.class.getName(), Informed.class.getName()));
	}

	@ParameterizedTest
	@ValueSource(classes = { LazyBean.class, PrototypeBean.class, ScopedProxyBean.class, ProductBean.class })
	void lazyBeansAreNotReported(Class<?> configuration) {
		this.runner.withInitializer(applicationPackage())
			.withUserConfiguration(configuration)
			.withBean(Forgotten.class)
			.run((context) -> assertThat(problems(context)).isEmpty());
	}

	@Test
	void beanOfAParentContextIsNotReported() {
		this.runner.withInitializer(applicationPackage())
			.withBean(Remembered.class)
			.withBean(Forgotten.class)
			.run((parent) -> MonitorContexts.withoutReadings()
				.withParent(parent)
				.withInitializer(applicationPackage())
				.run((context) -> assertThat(problems(context)).isEmpty()));
	}

	@Test
	void warnsOfABeanThatIsCreatedLater(CapturedOutput output) {
		this.runner
			.withBean("work", OnPrivateMethod.class, OnPrivateMethod::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(problems(context)).isEmpty();
				context.getBean("work");
				assertThat(onlyProblem(context).bean()).isEqualTo("work");
				assertThat(output).contains("Not monitored: bean 'work'");
			});
	}

	@Test
	void warnsOnceOfAPrototype() {
		this.runner
			.withBean("work", OnPrivateMethod.class, OnPrivateMethod::new,
					(definition) -> definition.setScope("prototype"))
			.run((context) -> {
				context.getBean("work");
				context.getBean("work");
				assertThat(problems(context)).hasSize(1);
			});
	}

	@Test
	void isSilentWhenSwitchedOff(CapturedOutput output) {
		for (String off : List.of("off", "OFF", "false")) {
			this.runner.withPropertyValues("resource-monitor.verification=" + off)
				.withInitializer(applicationPackage())
				.withBean(OnPrivateMethod.class)
				.run((context) -> {
					assertThat(problems(context)).isEmpty();
					assertThat(output).doesNotContain("Not monitored");
				});
		}
	}

	@Test
	void failsTheStartIfConfigured() {
		this.runner.withPropertyValues("resource-monitor.verification=fail")
			.withBean("work", OnPrivateMethod.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(IneffectiveAnnotationException.class,
						(failure) -> assertThat(failure.getProblems()).singleElement()
							.satisfies((problem) -> assertThat(problem.bean()).isEqualTo("work"))));
	}

	@Test
	void startsIfNothingIsIneffective() {
		this.runner.withPropertyValues("resource-monitor.verification=fail")
			.withBean(Sound.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void failedStartHasAFailureAnalysis(CapturedOutput output) {
		SpringApplication application = new SpringApplication(FailingApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(IneffectiveAnnotationException.class)
			.isThrownBy(() -> application.run("--resource-monitor.verification=fail"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("- bean 'work', InterceptionVerifierTests.OnPrivateMethod.handle(): a private method")
			.contains("set 'resource-monitor.verification' to 'warn'");
	}

	@Test
	void analyzerNamesEachProblem() {
		FailureAnalysis analysis = new IneffectiveAnnotationFailureAnalyzer().analyze(new IllegalStateException(
				new IneffectiveAnnotationException(List.of(new InterceptionProblem("a", "A.a()", "is bad", "Cure it"),
						new InterceptionProblem(null, "B", "is no bean", "Make it one")))));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("- bean 'a', A.a(): is bad. Cure it")
			.contains("- B: is no bean. Make it one");
	}

	@Test
	void isShownByTheResourcesEndpoint() {
		this.runner.withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
			.withBean("work", OnPrivateMethod.class)
			.run((context) -> assertThat(
					context.getBean(ResourcesEndpoint.class).resources().get("ineffectiveAnnotations"))
				.isEqualTo(List.of(Map.of("bean", "work", "place", "InterceptionVerifierTests.OnPrivateMethod.handle()",
						"problem", "a private method cannot be intercepted", "cure",
						"Make it package-private or wider and call it from another bean"))));
	}

	private static List<InterceptionProblem> problems(ApplicationContext context) {
		return context.getBean(InterceptionReport.class).problems();
	}

	private static InterceptionProblem onlyProblem(ApplicationContext context) {
		assertThat(problems(context)).hasSize(1);
		return problems(context).get(0);
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> applicationPackage() {
		return applicationPackage(Forgotten.class);
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> applicationPackage(Class<?> member) {
		return (context) -> AutoConfigurationPackages.register((GenericApplicationContext) context,
				member.getPackageName());
	}

	static class Sound {

		@MonitoredHandler
		public void handle() {
		}

		private void hidden() {
		}

	}

	static class OnPrivateMethod {

		@MonitoredHandler
		private void handle() {
		}

	}

	/**
	 * A class with the members that the weaver adds.
	 */
	static class WovenByHand {

		@MonitoredHandler
		private String handle() {
			return handle_aroundBody0();
		}

		private static String handle_aroundBody0() {
			return "";
		}

		String call() {
			return handle();
		}

	}

	static class OnStaticMethod {

		@MonitoredHandler
		static void handle() {
		}

	}

	static class OnFinalMethod {

		@CloudServiceCall
		public final void call() {
		}

	}

	static final class FinalClass {

		@CloudServiceCall
		public void call() {
		}

	}

	record RecordClass() {

		@MonitoredHandler
		void handle() {
		}

	}

	static sealed class SealedClass permits OnlyOne {

		@MonitoredHandler
		void handle() {
		}

	}

	static final class OnlyOne extends SealedClass {

	}

	interface Api {

		void open();

	}

	static class Implementation implements Api {

		@Override
		@MonitoredHandler
		public void open() {
		}

		@MonitoredHandler
		public void hidden() {
		}

	}

	static class Reactive {

		@MonitoredHandler
		Mono<String> one() {
			return Mono.just("one");
		}

		@MonitoredHandler
		ConnectableFlux<String> connectable() {
			return Flux.just("one").publish();
		}

		@CloudServiceCall
		Flux<String> many() {
			return Flux.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveFunctions {

		@Bean
		@MonitoredHandler
		Function<Flux<String>, Flux<String>> transform() {
			return (flux) -> flux;
		}

		@Bean
		@MonitoredHandler
		Supplier<Mono<String>> many() {
			return Mono::empty;
		}

		@Bean
		@MonitoredHandler
		Function<Flux<String>, ConnectableFlux<String>> connectable() {
			return Flux::publish;
		}

		@Bean
		@MonitoredHandler
		Function<Flux<String>, String> blocking() {
			return Flux::blockFirst;
		}

		@Bean
		Function<Flux<String>, Flux<String>> unwatched() {
			return (flux) -> flux;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnBeanMethods {

		@Bean
		@MonitoredHandler
		Sound handler() {
			return new Sound();
		}

		@Bean
		@CloudServiceCall
		Api client() {
			return new Implementation();
		}

		@Bean
		@MonitoredHandler
		Function<String, String> function() {
			return (value) -> value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Remembered remembered() {
			return new Remembered();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBean {

		@Bean
		@Scope("prototype")
		Remembered remembered() {
			return new Remembered();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedProxyBean {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Remembered remembered() {
			return new Remembered();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProductBean {

		@Bean
		Product remembered() {
			return new Product();
		}

	}

	static class Product implements FactoryBean<Remembered> {

		@Override
		public Remembered getObject() {
			return new Remembered();
		}

		@Override
		public Class<?> getObjectType() {
			return Remembered.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ResourceMonitorAutoConfiguration.class,
			ResourceMonitorInterceptionAutoConfiguration.class })
	static class FailingApplication {

		@Bean
		OnPrivateMethod work() {
			return new OnPrivateMethod();
		}

	}

}
