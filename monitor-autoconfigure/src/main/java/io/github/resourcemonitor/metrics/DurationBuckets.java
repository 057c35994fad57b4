package io.github.resourcemonitor.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives the durations of invocations, in registries that publish histograms, the buckets
 * that the semantic conventions of OpenTelemetry advise. Other registries would make a
 * gauge of each bucket. What the application configures itself, by properties or filters,
 * takes precedence.
 */
public final class DurationBuckets implements BeanPostProcessor {

	/**
	 * Name of the meter of the duration of invocations.
	 */
	static final String INVOCATION = "faas.invoke_duration";

	/**
	 * Name of the meter of the duration of cold starts.
	 */
	static final String INITIALIZATION = "faas.init_duration";

	/**
	 * Name of the meter of the CPU time of invocations.
	 */
	static final String CPU = "faas.cpu_usage";

	private static final Set<String> METERS = Set.of(INVOCATION, INITIALIZATION, CPU);

	private static final Set<String> REGISTRIES = Set.of("io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
			"io.micrometer.prometheus.PrometheusMeterRegistry", "io.micrometer.registry.otlp.OtlpMeterRegistry",
			"io.micrometer.stackdriver.StackdriverMeterRegistry");

	private static final int[] BOUNDS_MILLIS = { 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500,
			10_000 };

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		// Spring Boot adds the filters of the application after the initialization.
		if (bean instanceof MeterRegistry registry && publishesHistograms(registry)) {
			registry.config().meterFilter(new Buckets());
		}
		return bean;
	}

	private static boolean publishesHistograms(MeterRegistry registry) {
		for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
			if (REGISTRIES.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	private static final class Buckets implements MeterFilter {

		private final DistributionStatisticConfig config = DistributionStatisticConfig.builder()
			.serviceLevelObjectives(
					IntStream.of(BOUNDS_MILLIS).mapToDouble((millis) -> Duration.ofMillis(millis).toNanos()).toArray())
			.build();

		@Override
		public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig present) {
			return METERS.contains(id.getName()) ? present.merge(this.config) : present;
		}

	}

}
