package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.metrics.TracerTraceSource;
import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorTracingAutoConfiguration}.
 */
class ResourceMonitorTracingAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefaultAndHasNoTraceWithoutATracer() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(TracerTraceSource.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).trace()).isNull();
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceContext.Source.class));
	}

	@Test
	void backsOffWithoutMicrometerTracing() {
		this.runner.withClassLoader(new FilteredClassLoader(Tracer.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TraceContext.Source.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).trace()).isNull();
		});
	}

	@Test
	void backsOffWhenUserProvidesTraces() {
		TraceContext trace = new TraceContext("trace", "span");
		this.runner.withBean(TraceContext.Source.class, () -> () -> trace).run((context) -> {
			assertThat(context).doesNotHaveBean(TracerTraceSource.class);
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			assertThat(onlyRecord(context).trace()).isEqualTo(trace);
		});
	}

	@Test
	void startsWithSeveralTracers() {
		this.runner.withBean("first", Tracer.class, () -> Tracer.NOOP)
			.withBean("second", Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TracerTraceSource.class));
	}

}
