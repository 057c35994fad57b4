package io.github.resourcemonitor.metrics;

import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpRegistryCheck}, with the registry as Spring Boot configures it.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtlpRegistryCheckTests {

	private static final String DELTA = "management.otlp.metrics.export.aggregation-temporality=delta";

	private static final String SECONDS = "management.otlp.metrics.export.base-time-unit=seconds";

	private static final String CLOUD_RUN = "K_SERVICE=thumbnails";

	private static final String DELTA_WARNING = "Set 'management.otlp.metrics.export.aggregation-temporality' to 'cumulative'.";

	private static final String UNIT_WARNING = "Set 'management.otlp.metrics.export.base-time-unit' to 'seconds'.";

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class))
		.withPropertyValues("management.otlp.metrics.export.url=http://127.0.0.1:1",
				"resource-monitor.output.stdout=off");

	@Test
	void warnsOfDeltaOnCloudRun(CapturedOutput output) {
		this.runner.withPropertyValues(DELTA, SECONDS, CLOUD_RUN).run((context) -> {
			assertThat(context).hasSingleBean(OtlpMeterRegistry.class);
			assertThat(output).containsOnlyOnce(DELTA_WARNING).doesNotContain(UNIT_WARNING);
		});
	}

	@Test
	void warnsOfMilliseconds(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).containsOnlyOnce(UNIT_WARNING)
			.contains("'faas.invoke_duration' in milliseconds")
			.doesNotContain(DELTA_WARNING));
	}

	@Test
	void isSilentIfAllIsWell(CapturedOutput output) {
		this.runner.withPropertyValues(SECONDS, CLOUD_RUN).run((context) -> assertSilence(output));
	}

	@Test
	void isSilentAboutDeltaElsewhere(CapturedOutput output) {
		this.runner.withPropertyValues(SECONDS, DELTA).run((context) -> assertSilence(output));
	}

	@Test
	void isSilentWithoutTheRegistry(CapturedOutput output) {
		MonitorContexts.withoutReadings()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
			.withPropertyValues(DELTA, CLOUD_RUN, "resource-monitor.output.stdout=off")
			.run((context) -> assertSilence(output));
	}

	@Test
	void isSilentIfTheRegistryIsDisabled(CapturedOutput output) {
		this.runner.withPropertyValues(DELTA, CLOUD_RUN, "management.otlp.metrics.export.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(OtlpMeterRegistry.class);
				assertSilence(output);
			});
	}

	@Test
	void isSilentIfTheMonitorIsDisabled(CapturedOutput output) {
		this.runner.withPropertyValues(DELTA, CLOUD_RUN, "resource-monitor.enabled=false")
			.run((context) -> assertSilence(output));
	}

	@Test
	void isSilentIfTheMetersAreDisabled(CapturedOutput output) {
		this.runner.withPropertyValues(DELTA, CLOUD_RUN, "management.metrics.enable.faas=false")
			.run((context) -> assertSilence(output));
		this.runner.withPropertyValues(DELTA, CLOUD_RUN, "management.metrics.enable.all=false")
			.run((context) -> assertSilence(output));
	}

	@Test
	void warnsIfOnlyOtherMetersAreDisabled(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.metrics.enable.all=false", "management.metrics.enable.jvm=false",
					"management.metrics.enable.faas=true")
			.run((context) -> assertThat(output).containsOnlyOnce(UNIT_WARNING));
	}

	@Test
	void looksAtTheConfigurationOfTheApplication(CapturedOutput output) {
		this.runner.withBean(OtlpConfig.class, OwnConfig::new)
			.withPropertyValues(CLOUD_RUN)
			.run((context) -> assertThat(output).containsOnlyOnce(DELTA_WARNING).doesNotContain(UNIT_WARNING));
	}

	@Test
	void looksAtTheTimersOfARegistryWithoutAConfiguration(CapturedOutput output) {
		MonitorContexts.withoutReadings().withBean(OtlpMeterRegistry.class, () -> {
			OtlpMeterRegistry registry = new OtlpMeterRegistry((key) -> null, Clock.SYSTEM);
			registry.stop();
			registry.timer("own");
			return registry;
		}).run((context) -> assertThat(output).containsOnlyOnce(UNIT_WARNING));
	}

	@Test
	void isSilentAboutTheContextsOfOthers(CapturedOutput output) {
		this.runner.run((parent) -> new ApplicationContextRunner().withParent(parent)
			.run((context) -> assertThat(output).containsOnlyOnce(UNIT_WARNING)));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader(OtlpMeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(InvocationMeters.class)
				.doesNotHaveBean("resourceMonitorOtlpRegistryCheck"));
	}

	private static void assertSilence(CapturedOutput output) {
		assertThat(output).doesNotContain(DELTA_WARNING).doesNotContain(UNIT_WARNING);
	}

	private static final class OwnConfig implements OtlpConfig {

		@Override
		public String get(String key) {
			return null;
		}

		@Override
		public String url() {
			return "http://127.0.0.1:1";
		}

		@Override
		public AggregationTemporality aggregationTemporality() {
			return AggregationTemporality.DELTA;
		}

		@Override
		public TimeUnit baseTimeUnit() {
			return TimeUnit.SECONDS;
		}

	}

}
