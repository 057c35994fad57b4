package io.github.resourcemonitor.autoconfigure;

import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorMetricsAutoConfiguration}.
 */
class ResourceMonitorMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefaultAndCreatesNoRegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(InvocationMeters.class)
			.doesNotHaveBean(MeterRegistry.class));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(InvocationMeters.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.doesNotHaveBean("resourceMonitorInvocationMeters"));
	}

	@Test
	void backsOffWhenUserProvidesMeters() {
		TestMonitor monitor = new TestMonitor();
		monitor.build();
		this.runner.withBean("own", InvocationMeters.class, () -> new InvocationMeters(monitor.invocations(), null, 1))
			.run((context) -> assertThat(context).hasSingleBean(InvocationMeters.class).hasBean("own"));
	}

	@Test
	void metersAreInTheRegistryOfTheApplication() {
		this.runner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(ResourceMonitor.class).run("handler", () -> {
				});
				assertThat(context.getBean(MeterRegistry.class)
					.get("faas.invoke_duration")
					.tag("handler", "handler")
					.timer()
					.count()).isOne();
			});
	}

	@Test
	void numberOfHandlersIsPassedToTheMeters() {
		this.runner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
			.withPropertyValues("resource-monitor.history.max-handlers=1")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				for (String handler : List.of("a", "b", "c")) {
					context.getBean(ResourceMonitor.class).run(handler, () -> {
					});
				}
				assertThat(context.getBean(MeterRegistry.class).find("faas.invoke_duration").meters())
					.extracting(Meter::getId)
					.extracting((id) -> id.getTag("handler"))
					.doesNotHaveDuplicates()
					.contains("a")
					.hasSize(2);
			});
	}

}
