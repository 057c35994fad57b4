package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.correlation.MdcCorrelation;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.CorrelationContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorCorrelationAutoConfiguration}.
 */
class ResourceMonitorCorrelationAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(MdcCorrelation.class);
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> assertThat(MDC.get("invocationId")).isNotEmpty());
			assertThat(MDC.get("invocationId")).isNull();
		});
	}

	@Test
	void isOffByProperty() {
		this.runner.withPropertyValues("resource-monitor.correlation.mdc=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CorrelationContext.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> assertThat(MDC.get("invocationId")).isNull());
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CorrelationContext.class));
	}

	@Test
	void backsOffWithoutAnMdc() {
		this.runner.withClassLoader(new FilteredClassLoader(MDC.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CorrelationContext.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).handler()).isEqualTo("handler");
		});
	}

	@Test
	void keyIsThatOfTheProperty() {
		this.runner.withPropertyValues("resource-monitor.correlation.mdc-key=faas.invocation_id").run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				assertThat(MDC.get("faas.invocation_id")).isNotEmpty();
				assertThat(MDC.get("invocationId")).isNull();
			});
			assertThat(MDC.get("faas.invocation_id")).isNull();
		});
	}

	@Test
	void usersCorrelationWinsAndMayFail() {
		this.runner.withBean(CorrelationContext.class, BrokenCorrelation::new).run((context) -> {
			assertThat(context).doesNotHaveBean(MdcCorrelation.class);
			String result = context.getBean(ResourceMonitor.class).call("handler", () -> "result");
			assertThat(result).isEqualTo("result");
			assertThat(onlyRecord(context).own().isComplete()).isTrue();
			assertThat(context.getBean(Failures.class).summaries()).containsOnlyKeys("correlation");
		});
	}

	private static final class BrokenCorrelation implements CorrelationContext {

		@Override
		public @Nullable String get() {
			throw new UnsupportedOperationException("on purpose");
		}

		@Override
		public void set(@Nullable String id) {
			throw new UnsupportedOperationException("on purpose");
		}

	}

}
