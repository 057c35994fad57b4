package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.aspectj.annotation.AnnotationAwareAspectJAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.AbstractAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with a creator of proxies beside Spring's: a call is still one
 * record, and a service call is counted once.
 */
class ProxyCreatorTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail");

	@ParameterizedTest
	@CsvSource({ "DefaultAdvisorAutoProxyCreator, true, true", "DefaultAdvisorAutoProxyCreator, true, false",
			"DefaultAdvisorAutoProxyCreator, false, true", "DefaultAdvisorAutoProxyCreator, false, false",
			"AnnotationAwareAspectJAutoProxyCreator, true, true",
			"AnnotationAwareAspectJAutoProxyCreator, false, false" })
	void countsOnce(String creator, boolean byClass, boolean springsByClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + springsByClass)
			.withBean("other", AbstractAutoProxyCreator.class, () -> creator(creator, byClass))
			.withBean("service", Service.class, RemoteService::new)
			.withBean("work", Work.class, Worker::new)
			.run((context) -> {
				assertThat(context.getBean(Work.class).work(context.getBean(Service.class))).isEqualTo("fetched");
				assertThat(handlers(context)).containsExactly("Worker.work");
				assertThat(onlyRecord(context).serviceCalls()).singleElement().satisfies((call) -> {
					assertThat(call.count()).isOne();
					assertThat(call.service()).isEqualTo("RemoteService");
				});
			});
	}

	@Test
	void countsOnceIfTheOtherCreatorIsRegisteredLater() {
		this.runner.withUserConfiguration(Late.class).withBean("work", Work.class, Worker::new).run((context) -> {
			context.getBean(Work.class).work(() -> "a");
			assertThat(handlers(context)).containsExactly("Worker.work");
		});
	}

	@Test
	void countsOnceWithAFrozenProxy() {
		this.runner
			.withBean("other", DefaultAdvisorAutoProxyCreator.class, DefaultAdvisorAutoProxyCreator::new,
					(definition) -> definition.getPropertyValues().add("frozen", true))
			.withBean("work", Work.class, Worker::new)
			.run((context) -> {
				context.getBean(Work.class).work(() -> "a");
				assertThat(handlers(context)).containsExactly("Worker.work");
			});
	}

	@Test
	void oneInvocationIncludesTheAttemptsInAProxyOfAnotherCreator() {
		this.runner.withUserConfiguration(WithRetries.class).withBean("flaky", Flaky.class).run((context) -> {
			assertThat(context.getBean(Flaky.class).work()).isEqualTo(3);
			assertThat(handlers(context)).containsExactly("Flaky.work");
		});
	}

	private static AbstractAutoProxyCreator creator(String name, boolean byClass) {
		AbstractAutoProxyCreator creator = name.startsWith("Default") ? new DefaultAdvisorAutoProxyCreator()
				: new AnnotationAwareAspectJAutoProxyCreator();
		creator.setProxyTargetClass(byClass);
		return creator;
	}

	interface Service {

		String fetch();

	}

	static class RemoteService implements Service {

		@Override
		@CloudServiceCall
		public String fetch() {
			return "fetched";
		}

	}

	interface Work {

		@MonitoredHandler
		String work(Service service);

	}

	static class Worker implements Work {

		@Override
		public String work(Service service) {
			return service.fetch();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Late {

		@Bean
		static BeanDefinitionRegistryPostProcessor later() {
			return (registry) -> registry.registerBeanDefinition("zzz",
					new RootBeanDefinition(DefaultAdvisorAutoProxyCreator.class));
		}

	}

	static class Flaky {

		private int attempts;

		@MonitoredHandler
		@Retryable(maxRetries = 5, delay = 0)
		public int work() {
			this.attempts++;
			if (this.attempts < 3) {
				throw new IllegalStateException("attempt " + this.attempts);
			}
			return this.attempts;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class WithRetries {

		@Bean
		static BeanNameAutoProxyCreator byName() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("flaky");
			creator.setInterceptorNames("nothing");
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static MethodInterceptor nothing() {
			return (call) -> call.proceed();
		}

	}

}
