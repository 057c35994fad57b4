package io.github.resourcemonitor.benchmarks.wrapper;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.autoconfigure.ResourceMonitorAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorCorrelationAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorInterceptionAutoConfiguration;
import io.github.resourcemonitor.autoconfigure.ResourceMonitorMetricsAutoConfiguration;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.invocation.Invocations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link Work} as a bean of an application with the real auto-configuration.
 */
final class MonitoredWork implements Closeable {

	private static final LongAdder COUNT = new LongAdder();

	private final ConfigurableApplicationContext context;

	private final Work work;

	private MonitoredWork(ConfigurableApplicationContext context) {
		this.context = context;
		this.work = context.getBean(Work.class);
	}

	/**
	 * Start an application.
	 * @param variant features, joined by {@code +}: {@code clocks} for thread clocks
	 * only; {@code history}, {@code edges}, {@code sampler} and {@code mdc} (the id of
	 * the invocation in the MDC) are on by default in an application; {@code meters},
	 * {@code exporters} (two that count, and one that hangs) and {@code call} are
	 * optional
	 * @return the application and its bean
	 */
	static MonitoredWork start(String variant) {
		List<String> features = List.of(variant.split("\\+"));
		List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
		if (features.contains("meters")) {
			sources.add(Meters.class);
		}
		if (features.contains("exporters")) {
			sources.add(Exporters.class);
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "resource-monitor.output.stdout=off",
					"resource-monitor.sampling.edges=" + features.contains("edges"),
					"resource-monitor.sampling.enabled=" + features.contains("sampler"),
					"resource-monitor.correlation.mdc=" + features.contains("mdc"),
					"resource-monitor.export.shutdown-timeout=10ms",
					"resource-monitor.history.capacity=" + (features.contains("history") ? 500 : 0))
			.run();
		return new MonitoredWork(context);
	}

	Work work() {
		return this.work;
	}

	/**
	 * Return the number of measured invocations, to check that the bean was measured.
	 */
	long invocations() {
		return this.context.getBean(Invocations.class).started();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ResourceMonitorAutoConfiguration.class,
			ResourceMonitorCorrelationAutoConfiguration.class, ResourceMonitorInterceptionAutoConfiguration.class })
	@Import({ Work.class, Work.Service.class })
	static class Application {

	}

	/**
	 * Three exporters.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Exporters {

		@Bean
		RecordExporter counting() {
			return (records) -> COUNT.add(records.size());
		}

		@Bean
		RecordExporter alsoCounting() {
			return (records) -> COUNT.add(records.size());
		}

		@Bean
		RecordExporter hanging() {
			CountDownLatch never = new CountDownLatch(1);
			return (records) -> never.await();
		}

	}

	/**
	 * Meters in a {@link SimpleMeterRegistry}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ResourceMonitorMetricsAutoConfiguration.class)
	static class Meters {

		@Bean
		MeterRegistry meterRegistry(List<MeterBinder> binders) {
			MeterRegistry registry = new SimpleMeterRegistry();
			binders.forEach((binder) -> binder.bindTo(registry));
			return registry;
		}

	}

}
