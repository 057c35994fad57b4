package io.github.resourcemonitor.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Role;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for annotated beans with other advice: there is one proxy and one record.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterceptionAmongOthersTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsOnceWithAnAspectOfTheApplication(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withUserConfiguration(WithAspect.class)
			.withBean("work", Work.class, Worker::new)
			.run((context) -> {
				assertThat(context.getBean(Work.class).work("a")).isEqualTo("done a");
				assertThat(context.getBean(CountingAspect.class).calls()).containsExactly("work");
				assertThat(handlers(context)).containsExactly("Worker.work");
				assertThatItHasOneProxy(context.getBean(Work.class));
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsOnceWithoutSpringsAutoConfigurationForAop(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.auto=false", "spring.aop.proxy-target-class=" + byClass)
			.withBean("work", Work.class, Worker::new)
			.run((context) -> {
				context.getBean(Work.class).work("a");
				assertThat(handlers(context)).containsExactly("Worker.work");
				assertThatItHasOneProxy(context.getBean(Work.class));
			});
	}

	@Test
	void countsAClassWithoutInterfacesWithoutSpringsAutoConfigurationForAop() {
		this.runner.withPropertyValues("spring.aop.auto=false").withBean(Client.class).run((context) -> {
			context.getBean(Client.class).fetch();
			assertThat(handlers(context)).containsExactly("Client.handle");
		});
	}

	@Test
	void sharesTheProxyOfAnotherAdvisor() {
		this.runner.withUserConfiguration(WithAdvisor.class).withBean(Worker.class).run((context) -> {
			context.getBean(Worker.class).transactional();
			assertThat(context.getBean(WithAdvisor.class).calls()).containsExactly("transactional");
			assertThat(handlers(context)).containsExactly("Worker.transactional");
			assertThatItHasOneProxy(context.getBean(Worker.class));
		});
	}

	@Test
	void handlerIsMeasuredOutsideOtherAdviceAndServiceCallInsideIt() {
		this.runner.withUserConfiguration(WithAdvisor.class).withBean(Worker.class).run((context) -> {
			Advised proxy = (Advised) context.getBean(Worker.class);
			assertThat(proxy.getAdvisors()).extracting((advisor) -> advisor.getAdvice().getClass().getSimpleName())
				.startsWith("MonitoredHandlerInterceptor")
				.endsWith("CloudServiceCallInterceptor")
				.hasSize(3);
		});
	}

	@Test
	void asynchronousMethodHasOneRecordFromTheWorkerThread() {
		this.runner.withUserConfiguration(WithAsync.class).withBean(Worker.class).run((context) -> {
			CompletableFuture<String> result = context.getBean(Worker.class).later("a");
			assertThat(handlers(context)).isEmpty();
			context.getBean(WithAsync.class).runQueued();
			assertThat(result).isCompletedWithValue("done a");
			assertThat(handlers(context)).containsExactly("Worker.later");
			assertThatItHasOneProxy(context.getBean(Worker.class));
		});
	}

	@Test
	void oneMethodMayHaveBothAnnotations() {
		this.runner.withBean(Worker.class).run((context) -> {
			context.getBean(Worker.class).both();
			assertThat(onlyRecord(context).serviceCalls()).singleElement()
				.satisfies((call) -> assertThat(call.operation()).isEqualTo("both"));
		});
	}

	@Test
	void productOfAFactoryBeanIsCounted() {
		this.runner.withBean("worker", WorkerFactory.class).run((context) -> {
			context.getBean(Worker.class).work("a");
			assertThat(handlers(context)).containsExactly("Worker.work");
			assertThat(context.getBean(InterceptionReport.class).problems()).isEmpty();
		});
	}

	@Test
	void beanMethodsOfAnAnnotatedConfigurationAreNotCounted() {
		this.runner.withUserConfiguration(AnnotatedConfiguration.class).run((context) -> {
			assertThat(context.getBean("text")).isEqualTo("text");
			context.getBean(AnnotatedConfiguration.class).text();
			assertThat(records(context)).isEmpty();
			context.getBean(AnnotatedConfiguration.class).handle();
			assertThat(handlers(context)).containsExactly("AnnotatedConfiguration.handle");
		});
	}

	@Test
	void doesNotPreventBeansFromBeingPostProcessed(CapturedOutput output) {
		this.runner.withUserConfiguration(WithAspect.class).withBean(Worker.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("not eligible for getting processed");
		});
	}

	private static void assertThatItHasOneProxy(Object bean) {
		assertThat(AopUtils.isAopProxy(bean)).isTrue();
		Object target = AopProxyUtils.getSingletonTarget(bean);
		assertThat(AopUtils.isAopProxy(target)).isFalse();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Transaction {

	}

	interface Work {

		String work(String input);

	}

	static class Worker implements Work {

		@Override
		@MonitoredHandler
		public String work(String input) {
			return "done " + input;
		}

		@MonitoredHandler
		@Transaction
		public void transactional() {
		}

		@Async
		@MonitoredHandler
		public CompletableFuture<String> later(String input) {
			return CompletableFuture.completedFuture("done " + input);
		}

		@MonitoredHandler
		@CloudServiceCall
		public void both() {
		}

	}

	static class Client {

		@MonitoredHandler(name = "Client.handle")
		public void fetch() {
		}

	}

	static class WorkerFactory implements FactoryBean<Worker> {

		@Override
		public Worker getObject() {
			return new Worker();
		}

		@Override
		public Class<?> getObjectType() {
			return Worker.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy
	static class WithAspect {

		@Bean
		CountingAspect countingAspect() {
			return new CountingAspect();
		}

	}

	@Aspect
	static class CountingAspect {

		private final List<String> calls = new ArrayList<>();

		List<String> calls() {
			return this.calls;
		}

		@Around("execution(* io.github.resourcemonitor.aop.InterceptionAmongOthersTests.Work.*(..))")
		Object count(ProceedingJoinPoint call) throws Throwable {
			this.calls.add(call.getSignature().getName());
			return call.proceed();
		}

	}

	/**
	 * Advice like that for transactions: an advisor with an annotation.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithAdvisor {

		private final List<String> calls = new ArrayList<>();

		List<String> calls() {
			return this.calls;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		Advisor advisor() {
			return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(Transaction.class),
					(MethodInterceptor) (call) -> {
						this.calls.add(call.getMethod().getName());
						return call.proceed();
					});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class WithAsync {

		private final List<Runnable> queue = new ArrayList<>();

		@Bean
		Executor taskExecutor() {
			return this.queue::add;
		}

		void runQueued() {
			this.queue.forEach(Runnable::run);
		}

	}

	@Configuration
	@MonitoredHandler
	static class AnnotatedConfiguration {

		@Bean
		String text() {
			return "text";
		}

		void handle() {
		}

	}

}
