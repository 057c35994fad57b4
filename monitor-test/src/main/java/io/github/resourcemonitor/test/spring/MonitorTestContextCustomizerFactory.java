package io.github.resourcemonitor.test.spring;

import java.util.List;

import io.github.resourcemonitor.test.MonitorTest;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Adds the records to the contexts of tests with {@link MonitorTest}.
 */
class MonitorTestContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return TestContextAnnotationUtils.hasAnnotation(testClass, MonitorTest.class)
				? new MonitorTestContextCustomizer() : null;
	}

}
