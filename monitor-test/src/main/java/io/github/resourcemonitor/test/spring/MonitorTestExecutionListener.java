package io.github.resourcemonitor.test.spring;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.test.InvocationRecords;
import io.github.resourcemonitor.test.MonitorTest;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Clears the records before each test method.
 */
class MonitorTestExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (!TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(), MonitorTest.class)) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		InvocationRecords records = context.getBean(MonitorTestContextCustomizer.BEAN_NAME, InvocationRecords.class);
		records.clear();
		if (context.getBeanProvider(ResourceMonitor.class).stream().findAny().isEmpty()) {
			records.unavailable("the application context has no ResourceMonitor. A test of a slice of the application "
					+ "leaves its auto-configuration out, as does resource-monitor.enabled=false");
		}
	}

}
