package io.github.resourcemonitor.autoconfigure;

import java.util.Map;

import io.github.resourcemonitor.actuate.InvocationsEndpoint;
import io.github.resourcemonitor.actuate.InvocationsEndpointWebExtension;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorEndpointAutoConfiguration}.
 */
class ResourceMonitorEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final ApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=invocations,resources");

	@Test
	void exposesNothingByDefault() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(InvocationsEndpoint.class)
			.doesNotHaveBean(InvocationsEndpointWebExtension.class)
			.doesNotHaveBean(ResourcesEndpoint.class));
	}

	@Test
	void hasEndpointsThatAreExposed() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(InvocationsEndpoint.class)
			.hasSingleBean(InvocationsEndpointWebExtension.class)
			.hasSingleBean(ResourcesEndpoint.class));
	}

	@Test
	void exposesEitherEndpointAlone() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=resources")
			.run((context) -> assertThat(context).hasSingleBean(ResourcesEndpoint.class)
				.doesNotHaveBean(InvocationsEndpoint.class));
	}

	@Test
	void backsOffWhenAccessIsDenied() {
		this.exposed.withPropertyValues("management.endpoint.invocations.access=NONE")
			.run((context) -> assertThat(context).hasSingleBean(ResourcesEndpoint.class)
				.doesNotHaveBean(InvocationsEndpoint.class)
				.doesNotHaveBean(InvocationsEndpointWebExtension.class));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.exposed.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InvocationsEndpoint.class)
				.doesNotHaveBean(ResourcesEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "org.springframework.boot.actuate.endpoint", "org.springframework.boot.actuate.autoconfigure" })
	void backsOffWithoutActuator(String missing) {
		this.exposed.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Invocations.class));
	}

	@Test
	void backsOffWithoutTheEndpointAnnotation() {
		this.exposed.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Invocations.class));
	}

	@Test
	void backsOffWhenUserProvidesEndpoints() {
		this.exposed.withBean(OwnInvocations.class)
			.run((context) -> assertThat(context).hasSingleBean(InvocationsEndpoint.class)
				.hasSingleBean(OwnInvocations.class)
				.hasSingleBean(InvocationsEndpointWebExtension.class));
	}

	@Test
	void showsResourcesWithoutSamplerAndEdges() {
		this.exposed.run((context) -> assertThat(context.getBean(ResourcesEndpoint.class).resources())
			.containsKeys("function", "columns", "monitor"));
	}

	@Endpoint(id = "invocations")
	static class OwnInvocations extends InvocationsEndpoint {

		OwnInvocations(Invocations invocations, InvocationRepository repository, HandlerSummaries summaries) {
			super(invocations, repository, summaries);
		}

		@Override
		public Map<String, Object> invocations(@Nullable String handler, @Nullable String outcome,
				@Nullable String limit) {
			return Map.of();
		}

	}

}
