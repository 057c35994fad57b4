package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.aop.WovenClasses;
import io.github.resourcemonitor.weaving.WovenContext;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorWeavingAutoConfiguration} without an agent. Tests with
 * an agent need a separate JVM.
 */
class ResourceMonitorWeavingAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOffIfTheWeaverIsOnlyOnTheClassPath() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(WovenContext.class).doesNotHaveBean(WovenClasses.class);
			assertThat(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(ResourceMonitorWeavingAutoConfiguration.class.getName()))
				.anySatisfy((outcome) -> assertThat(outcome.getOutcome().getMessage())
					.isEqualTo("AspectJ agent not found"));
		});
	}

	@Test
	void isOffWithoutAspectJ() {
		this.runner.withClassLoader(new FilteredClassLoader("org.aspectj"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WovenContext.class));
	}

	@Test
	void isOffWhenTheMonitorIs() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WovenContext.class));
	}

}
