package io.github.resourcemonitor.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for {@link InvocationsEndpoint} and {@link InvocationsEndpointWebExtension} by
 * direct method calls.
 */
class InvocationsEndpointTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("management.endpoints.web.exposure.include=invocations");

	@Test
	void isEmptyBeforeTheFirstInvocation() {
		this.runner
			.run((context) -> assertThat(context.getBean(InvocationsEndpoint.class).invocations(null, null, null))
				.isEqualTo(Map.of("active", 0, "started", 0L, "lost", 0L, "handlers", List.of(), "running", List.of(),
						"invocations", List.of())));
	}

	@Test
	void listsWhatIsRunning() {
		this.runner.run((context) -> {
			InvocationsEndpoint endpoint = context.getBean(InvocationsEndpoint.class);
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			try (InvocationScope scope = monitor.start("endless")) {
				monitor.run("other",
						() -> assertThat(endpoint.invocations("endless", null, null)).extractingByKey("running", LIST)
							.singleElement(MAP)
							.containsEntry("id", scope.id())
							.containsEntry("handler", "endless")
							.containsEntry("start", scope.start().toString())
							.containsEntry("threads", Map.of("now", 1, "total", 1))
							.hasEntrySatisfying("ageNanos", (age) -> assertThat((Long) age).isNotNegative()));
				assertThat(endpoint.invocations(null, null, null)).extractingByKey("running", LIST).hasSize(1);
			}
			assertThat(endpoint.invocations(null, null, null)).extractingByKey("running", LIST).isEmpty();
		});
	}

	@Test
	void showsLateWork() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			AtomicReference<Runnable> task = new AtomicReference<>();
			monitor.run("handler", () -> task.set(monitor.propagate(() -> {
				assertThat(new byte[10_000]).isNotNull();
			})));
			task.get().run();
			assertThat(context.getBean(InvocationsEndpoint.class).invocations(null, null, null))
				.extractingByKey("handlers", LIST)
				.singleElement(MAP)
				.extractingByKey("late", MAP)
				.containsEntry("tasks", 1L)
				.hasEntrySatisfying("cpuNanos", (cpu) -> assertThat((Long) cpu).isPositive())
				.hasEntrySatisfying("allocatedBytes", (bytes) -> assertThat((Long) bytes).isGreaterThan(10_000));
		});
	}

	@Test
	void listsFiftyByDefault() {
		this.runner.run((context) -> {
			for (int i = 0; i < 60; i++) {
				context.getBean(ResourceMonitor.class).run("handler", () -> {
				});
			}
			InvocationsEndpoint endpoint = context.getBean(InvocationsEndpoint.class);
			assertThat(endpoint.invocations(null, null, null)).extractingByKey("invocations", LIST).hasSize(50);
			assertThat(endpoint.invocations(null, null, "55")).extractingByKey("invocations", LIST).hasSize(55);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "many", "", "1.5" })
	void refusesABadLimit(String limit) {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(InvocationsEndpoint.class).invocations(null, null, limit))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("'limit'").contains("'" + limit + "'")));
	}

	@Test
	void refusesABadOutcome() {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(InvocationsEndpoint.class).invocations(null, "good", null))
			.withMessageContaining("'outcome'")
			.withMessageContaining("SUCCESS, ERROR or CANCELLED"));
	}

	@Test
	void findsNothingForAnUnknownId() {
		this.runner
			.run((context) -> assertThat(context.getBean(InvocationsEndpoint.class).invocation("nobody-7")).isNull());
	}

	@Test
	void findsARecordById() {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			String id = onlyRecord(context).id();
			assertThat(context.getBean(InvocationsEndpoint.class).invocation(id)).containsEntry("id", id)
				.doesNotContainKey("samples");
		});
	}

	@Test
	void recordWithoutSamplesHasOnlyTheCsvHeader() {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			WebEndpointResponse<Object> response = context.getBean(InvocationsEndpointWebExtension.class)
				.invocation(onlyRecord(context).id(), "CSV");
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getBody()).asString().startsWith("timeNanos").endsWith("\r\n").hasLineCount(1);
		});
	}

}
