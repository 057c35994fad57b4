package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.resourcemonitor.outlet.StandardOutputMode;
import io.github.resourcemonitor.sampling.SamplerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckedProperties}: values out of bounds are reported and replaced.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckedPropertiesTests {

	@Test
	void defaultsAreThoseOfTheDesign(CapturedOutput output) {
		ResourceMonitorProperties properties = bind(Map.of());
		assertThat(properties.isEnabled()).isTrue();
		assertThat(properties.getOutput().getStdout()).isEqualTo(StandardOutputMode.AUTO);
		CheckedProperties checked = new CheckedProperties(properties);
		assertThat(checked.samplerOptions())
			.isEqualTo(new SamplerOptions(Duration.ofMillis(100), 0.005, Duration.ofSeconds(10), 512, 240));
		assertThat(checked.historyCapacity()).isEqualTo(500);
		assertThat(checked.maxSamplesBytes()).isEqualTo(4 * 1024 * 1024);
		assertThat(checked.maxHandlers()).isEqualTo(100);
		assertThat(checked.maxOperations()).isEqualTo(64);
		assertThat(output).doesNotContain("must be");
	}

	@Test
	void emptyValuesAreNone() {
		CheckedProperties checked = checked(Map.of("resource-monitor.sampling.interval", "",
				"resource-monitor.sampling.idle-timeout", "", "resource-monitor.history.max-samples-size", ""));
		assertThat(checked.samplerOptions()).isEqualTo(checked(Map.of()).samplerOptions());
		assertThat(checked.maxSamplesBytes()).isEqualTo(4 * 1024 * 1024);
	}

	@Test
	void valuesWithinBoundsAreUsed(CapturedOutput output) {
		CheckedProperties checked = checked(Map.of("resource-monitor.sampling.interval", "5ms",
				"resource-monitor.sampling.cpu-budget", "2", "resource-monitor.sampling.idle-timeout", "3s",
				"resource-monitor.sampling.ring-capacity", "64", "resource-monitor.sampling.max-rows", "10",
				"resource-monitor.history.capacity", "0", "resource-monitor.history.max-samples-size", "1KB"));
		assertThat(checked.samplerOptions())
			.isEqualTo(new SamplerOptions(Duration.ofMillis(5), 0.02, Duration.ofSeconds(3), 64, 10));
		assertThat(checked.historyCapacity()).isZero();
		assertThat(checked.maxSamplesBytes()).isEqualTo(1024);
		assertThat(output).doesNotContain("must be");
	}

	@ParameterizedTest
	@CsvSource({ "sampling.interval, 0ms, PT0S, PT0.1S", "sampling.interval, -1s, PT-1S, PT0.1S",
			"sampling.interval, 500us, PT0.0005S, PT0.1S", "sampling.interval, 2h, PT2H, PT0.1S",
			"sampling.cpu-budget, 0, 0.0, 0.5", "sampling.cpu-budget, 101, 101.0, 0.5",
			"sampling.cpu-budget, NaN, NaN, 0.5", "sampling.edge-cpu-budget, 0, 0.0, 2.0",
			"sampling.edge-cpu-budget, 100.5, 100.5, 2.0", "sampling.idle-timeout, -1s, PT-1S, PT10S",
			"sampling.idle-timeout, 999999999d, PT23999999976H, PT10S", "sampling.ring-capacity, 15, 15, 512",
			"sampling.ring-capacity, 1000001, 1000001, 512", "sampling.max-rows, -1, -1, 240",
			"history.capacity, -1, -1, 500", "history.max-samples-size, -1MB, -1048576B, 4194304B",
			"history.max-handlers, 0, 0, 100", "correlation.mdc-key, '' , '', invocationId",
			"service-calls.max-operations, 0, 0, 64" })
	void warningNamesPropertyValueAndWhatIsUsedInstead(String property, String given, String said, String used,
			CapturedOutput output) {
		MonitorContexts.runner()
			.withPropertyValues("resource-monitor." + property + "=" + given)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The property 'resource-monitor." + property + "' must be ")
			.contains(", but is '" + said + "'. " + used + " is used instead.");
	}

	private static CheckedProperties checked(Map<String, String> values) {
		return new CheckedProperties(bind(values));
	}

	private static ResourceMonitorProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(new HashMap<>(values))).bindOrCreate("resource-monitor",
				ResourceMonitorProperties.class);
	}

}
