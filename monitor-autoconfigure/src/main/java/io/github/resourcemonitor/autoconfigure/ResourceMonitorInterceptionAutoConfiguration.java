package io.github.resourcemonitor.autoconfigure;

import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.aop.AdvicePlacementPostProcessor;
import io.github.resourcemonitor.aop.EarlyBeans;
import io.github.resourcemonitor.aop.EntryPointPostProcessor;
import io.github.resourcemonitor.aop.EntryPoints;
import io.github.resourcemonitor.aop.FunctionalBeanPostProcessor;
import io.github.resourcemonitor.aop.InterceptionReport;
import io.github.resourcemonitor.aop.InterceptionVerifier;
import io.github.resourcemonitor.aop.InterfaceProxyPostProcessor;
import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitorAdvisors;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.aop.Verification;
import io.github.resourcemonitor.aop.WovenClasses;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.servicecall.PayloadSizers;

import org.springframework.aop.Advisor;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the interception of annotated beans. Beans that take part in
 * the creation of other beans are infrastructure beans, and look up the monitor at the
 * first call. It is ordered last, so that the advisor of service calls is inside others
 * of the same order.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@Import(ResourceMonitorInterceptionAutoConfiguration.AutoProxyCreatorRegistrar.class)
public final class ResourceMonitorInterceptionAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MonitoredMethodIndex resourceMonitorMethodIndex() {
		return new MonitoredMethodIndex();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InterceptionReport resourceMonitorInterceptionReport() {
		return new InterceptionReport();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MonitorAccess resourceMonitorAccess(ContextBeans beans, ObjectProvider<ColdPublishers> coldPublishers,
			Failures failures) {
		SingletonSupplier<List<ColdPublishers>> allColdPublishers = SingletonSupplier
			.of(() -> beans.extensions(ColdPublishers.class, coldPublishers));
		return new MonitorAccess(SingletonSupplier.of(() -> usable(beans))::obtain,
				SingletonSupplier.of(() -> beans.get(PayloadSizers.class))::obtain, allColdPublishers::obtain,
				failures);
	}

	/**
	 * A test may replace the monitor by a mock, which returns nothing, or other mocks.
	 * The annotated methods must work nevertheless.
	 */
	private static ResourceMonitor usable(ContextBeans beans) {
		ResourceMonitor bean = beans.get(ResourceMonitor.class);
		return bean.getClass().getName().contains("$MockitoMock$") ? beans.monitor() : bean;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor resourceMonitorHandlerAdvisor(MonitoredMethodIndex index, MonitorAccess access) {
		return MonitorAdvisors.handlers(index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor resourceMonitorServiceCallAdvisor(MonitoredMethodIndex index, MonitorAccess access) {
		return MonitorAdvisors.serviceCalls(index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static EarlyBeans resourceMonitorEarlyBeans() {
		return new EarlyBeans();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static FunctionalBeanPostProcessor resourceMonitorFunctionalBeanPostProcessor(MonitoredMethodIndex index,
			MonitorAccess access) {
		return new FunctionalBeanPostProcessor(index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InterfaceProxyPostProcessor resourceMonitorInterfaceProxyPostProcessor(MonitoredMethodIndex index,
			MonitorAccess access) {
		return new InterfaceProxyPostProcessor(index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AdvicePlacementPostProcessor resourceMonitorAdvicePlacementPostProcessor(MonitoredMethodIndex index,
			MonitorAccess access) {
		return new AdvicePlacementPostProcessor(index, access);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InterceptionVerifier resourceMonitorInterceptionVerifier(MonitoredMethodIndex index,
			InterceptionReport report, Environment environment, MonitorAccess access,
			ObjectProvider<WovenClasses> woven, EarlyBeans earlyBeans, ObjectProvider<EntryPoints> entryPoints) {
		Verification verification = Binder.get(environment)
			.bind("resource-monitor.verification", Verification.class)
			.orElseGet(() -> Verification.WARN);
		return new InterceptionVerifier(index, report, verification, access, woven.getIfAvailable(), earlyBeans,
				entryPoints.getIfAvailable());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@Conditional(OnEntryPointsCondition.class)
	static EntryPoints resourceMonitorEntryPoints(MonitoredMethodIndex index, Environment environment) {
		return new EntryPoints(CheckedEntryPoints.kinds(environment), index);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@Conditional(OnEntryPointsCondition.class)
	static EntryPointPostProcessor resourceMonitorEntryPointPostProcessor(EntryPoints points, MonitorAccess access) {
		return new EntryPointPostProcessor(points, access);
	}

	/**
	 * Registers Spring's auto-proxy creator if there is none, for instance with
	 * {@code spring.aop.auto=false}.
	 */
	static final class AutoProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
		}

	}

}
