package io.github.resourcemonitor.test.spring;

import io.github.resourcemonitor.test.InvocationRecords;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds the records as a bean. All instances are equal, so that tests share their context.
 */
final class MonitorTestContextCustomizer implements ContextCustomizer {

	static final String BEAN_NAME = "monitorTestInvocationRecords";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		registry.registerBeanDefinition(BEAN_NAME, new RootBeanDefinition(InvocationRecords.class));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MonitorTestContextCustomizer;
	}

	@Override
	public int hashCode() {
		return MonitorTestContextCustomizer.class.hashCode();
	}

}
