package io.github.resourcemonitor.autoconfigure;

import java.util.Arrays;

import io.github.resourcemonitor.aop.EntryPointKind;
import io.github.resourcemonitor.aop.EntryPointPostProcessor;
import io.github.resourcemonitor.aop.EntryPoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckedEntryPoints}.
 */
class CheckedEntryPointsTests {

	@Test
	void isOffByDefault() {
		MonitorContexts.withoutReadings()
			.run((context) -> assertThat(context).doesNotHaveBean(EntryPoints.class)
				.doesNotHaveBean(EntryPointPostProcessor.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "OFF", "false", "", " " })
	void canBeSwitchedOff(String value) {
		MonitorContexts.withoutReadings()
			.withPropertyValues("resource-monitor.entry-points=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EntryPoints.class));
	}

	@ParameterizedTest
	@CsvSource({ "on, SCHEDULED MESSAGES EVENTS", "true, SCHEDULED MESSAGES EVENTS", "scheduled, SCHEDULED",
			"'events, Scheduled', SCHEDULED EVENTS", "'messages,messages', MESSAGES" })
	void readsTheKinds(String value, String kinds) {
		assertThat(CheckedEntryPoints.kinds(environment(value)))
			.containsExactlyElementsOf(Arrays.stream(kinds.split(" ")).map(EntryPointKind::valueOf).toList());
	}

	@Test
	void readsAListOfYaml() {
		MockEnvironment environment = new MockEnvironment().withProperty("resource-monitor.entry-points[0]", "events")
			.withProperty("resource-monitor.entry-points[1]", "messages");
		assertThat(CheckedEntryPoints.areWanted(environment)).isTrue();
		assertThat(CheckedEntryPoints.kinds(environment)).containsExactly(EntryPointKind.MESSAGES,
				EntryPointKind.EVENTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "kafka", "auto", "scheduled,off", "on,events" })
	void invalidKindStopsTheStart(String value) {
		MonitorContexts.withoutReadings()
			.withPropertyValues("resource-monitor.entry-points=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("resource-monitor.entry-points")
				.hasMessageContaining("'off', 'on', or a list of 'scheduled', 'messages' and 'events'"));
	}

	private static MockEnvironment environment(String value) {
		return new MockEnvironment().withProperty("resource-monitor.entry-points", value);
	}

}
