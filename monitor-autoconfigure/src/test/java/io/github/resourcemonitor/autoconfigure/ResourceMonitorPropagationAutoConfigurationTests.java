package io.github.resourcemonitor.autoconfigure;

import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.propagation.InvocationThreadLocalAccessor;
import io.github.resourcemonitor.propagation.PropagatingTaskDecorator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorPropagationAutoConfiguration}.
 */
class ResourceMonitorPropagationAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@AfterEach
	void nothingOfOursStaysRegistered() {
		assertThat(accessors()).isEmpty();
	}

	private static List<ThreadLocalAccessor<?>> accessors() {
		return ContextRegistry.getInstance()
			.getThreadLocalAccessors()
			.stream()
			.filter(InvocationThreadLocalAccessor.class::isInstance)
			.toList();
	}

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(InvocationThreadLocalAccessor.class)
				.hasSingleBean(PropagatingTaskDecorator.class);
			assertThat(accessors()).singleElement()
				.satisfies((each) -> assertThat(each.key()).isSameAs(context.getBean(Invocations.class)));
		});
	}

	@Test
	void worksWithLazyInitialization() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(accessors()).hasSize(1));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		for (String property : List.of("resource-monitor.enabled=false",
				"resource-monitor.propagation.enabled=false")) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(InvocationThreadLocalAccessor.class)
					.doesNotHaveBean(TaskDecorator.class);
				assertThat(accessors()).isEmpty();
			});
		}
	}

	@Test
	void worksWithoutContextPropagation() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(PropagatingTaskDecorator.class);
				assertThat(accessors()).isEmpty();
			});
	}

	@Test
	void backsOffWhenUserProvidesADecorator() {
		this.runner.withBean("mine", PropagatingTaskDecorator.class)
			.run((context) -> assertThat(context).hasSingleBean(PropagatingTaskDecorator.class).hasBean("mine"));
	}

	@Test
	void contextsAreIndependent() {
		this.runner.run((first) -> this.runner.run((second) -> {
			assertThat(accessors()).extracting(ThreadLocalAccessor::key)
				.containsExactly(first.getBean(Invocations.class), second.getBean(Invocations.class));
			first.getBean(ResourceMonitor.class)
				.run("in the first", () -> assertThat(accessors()).extracting((each) -> each.getValue() != null)
					.containsExactly(true, false));
		}));
	}

}
