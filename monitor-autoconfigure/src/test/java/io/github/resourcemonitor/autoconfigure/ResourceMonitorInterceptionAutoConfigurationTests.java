package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.aop.FunctionalBeanPostProcessor;
import io.github.resourcemonitor.aop.InterceptionReport;
import io.github.resourcemonitor.aop.InterceptionVerifier;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorInterceptionAutoConfiguration}.
 */
class ResourceMonitorInterceptionAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(FunctionalBeanPostProcessor.class)
			.hasSingleBean(InterceptionVerifier.class)
			.hasSingleBean(InterceptionReport.class)
			.getBeans(Advisor.class)
			.hasSize(2));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false").withBean(Handler.class).run((context) -> {
			assertThat(context).doesNotHaveBean(FunctionalBeanPostProcessor.class)
				.doesNotHaveBean(InterceptionVerifier.class)
				.doesNotHaveBean(Advisor.class);
			assertThat(AopUtils.isAopProxy(context.getBean(Handler.class))).isFalse();
		});
	}

	@Test
	void registersNoAutoProxyCreatorWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false", "spring.aop.auto=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME));
	}

	@Test
	void registersTheSimplestAutoProxyCreatorIfThereIsNone() {
		this.runner.withPropertyValues("spring.aop.auto=false")
			.run((context) -> assertThat(context).getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)
				.isExactlyInstanceOf(InfrastructureAdvisorAutoProxyCreator.class));
	}

	@Test
	void usesTheAutoProxyCreatorOfTheApplication() {
		this.runner.withPropertyValues("spring.aop.auto=false")
			.withUserConfiguration(WithAspects.class)
			.run((context) -> assertThat(context).getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)
				.extracting((creator) -> creator.getClass().getSimpleName())
				.isEqualTo("AnnotationAwareAspectJAutoProxyCreator"));
	}

	@Test
	void worksWithoutAspectJ() {
		this.runner.withClassLoader(new FilteredClassLoader("org.aspectj")).withBean(Handler.class).run((context) -> {
			context.getBean(Handler.class).handle();
			assertThat(records(context)).hasSize(1);
		});
	}

	@Test
	void allBeansAreInfrastructure() {
		this.runner.run((context) -> assertThat(context.getBeanFactory().getBeanDefinitionNames())
			.filteredOn((name) -> name.startsWith("resourceMonitor")
					&& ResourceMonitorInterceptionAutoConfiguration.class.getName()
						.equals(context.getBeanFactory().getMergedBeanDefinition(name).getBeanClassName()))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(context.getBeanFactory().getMergedBeanDefinition(name).getRole())
				.isEqualTo(BeanDefinition.ROLE_INFRASTRUCTURE)));
	}

	@Test
	void doesNotCreateTheMonitorBeforeTheFirstCall() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Handler.class)
			.run((context) -> {
				context.getBean(Handler.class);
				assertThat(context.getBeanFactory().containsSingleton("resourceMonitor")).isFalse();
				context.getBean(Handler.class).handle();
				assertThat(context.getBeanFactory().containsSingleton("resourceMonitor")).isTrue();
				assertThat(context).hasSingleBean(ResourceMonitor.class);
			});
	}

	/**
	 * Public, because the filtered class loader may not extend it otherwise.
	 */
	public static class Handler {

		@MonitoredHandler
		public void handle() {
		}

	}

	@EnableAspectJAutoProxy
	static class WithAspects {

	}

}
