package io.github.resourcemonitor.invocation;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.schema.RecordMaps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for invocations whose origin is known.
 */
class TriggeredInvocationTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private HandledRequest request = new HandledRequest("GET", null, null);

	private InvocationScope start() {
		InvocationScope scope = this.test.invocations().start("GET", Trigger.HTTP, () -> this.request);
		assertThat(scope).isNotNull();
		return scope;
	}

	@Test
	void itsNameIsKnownWhenTheRouteIs() {
		List<String> names = new ArrayList<>();
		InvocationScope scope = start();
		names.add(scope.handler());
		this.request = new HandledRequest("GET", "/owners/{id}", null);
		names.add(this.monitor.current().orElseThrow().handler());
		names.add(this.test.invocations().running(1).get(0).handler());
		this.request = new HandledRequest("GET", "/owners/{id}", 200);
		scope.close();
		this.request = new HandledRequest("GET", "/other", 200);
		names.add(scope.handler());
		assertThat(names).containsExactly("GET", "GET /owners/{id}", "GET /owners/{id}", "GET /owners/{id}");
		InvocationRecord record = this.test.record();
		assertThat(record.handler()).isEqualTo("GET /owners/{id}");
		assertThat(record.trigger()).isEqualTo(Trigger.HTTP);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", "/owners/{id}", 200));
		assertThat(record.withoutSamples()).isEqualTo(record);
		assertThat(RecordMaps.of(record, true)).containsEntry("handler", "GET /owners/{id}")
			.containsEntry("trigger", "http")
			.containsEntry("request", Map.of("method", "GET", "route", "/owners/{id}", "status", 200L));
	}

	@Test
	void traceOfTheRequestIsThatOfTheInvocationIfItBeganLater() {
		TraceContext trace = new TraceContext("trace", "span");
		RequestDetails details = new RequestDetails() {

			@Override
			public HandledRequest request() {
				return TriggeredInvocationTests.this.request;
			}

			@Override
			public TraceContext trace() {
				return trace;
			}

		};
		this.test.invocations().start("GET", Trigger.HTTP, details).close();
		TraceContext around = new TraceContext("around", "span");
		this.test.traces = () -> around;
		this.test.invocations().start("GET", Trigger.HTTP, details).close();
		assertThat(this.test.records()).extracting(InvocationRecord::trace).containsExactly(trace, around);
	}

	@Test
	void triggerOfAFrameworkIsThatOfTheOutermostInvocation() {
		InvocationScope outer = this.monitor.startTriggered("listener", Trigger.PUBSUB);
		this.monitor.startTriggered("task", Trigger.TIMER).close();
		outer.close();
		assertThat(this.test.records()).extracting(InvocationRecord::trigger).containsExactly(null, Trigger.PUBSUB);
		assertThat(this.test.records()).extracting(InvocationRecord::request).containsOnlyNulls();
		assertThat(this.test.records().get(0).parentId()).isEqualTo(outer.id());
	}

	@Test
	void anEndedInvocationThatIsKeptDoesNotKeepTheRequest() {
		RequestDetails details = new RequestDetails() {

			@Override
			public HandledRequest request() {
				return TriggeredInvocationTests.this.request;
			}

		};
		WeakReference<RequestDetails> reference = new WeakReference<>(details);
		InvocationScope kept = this.test.invocations().start("GET", Trigger.HTTP, details);
		details = null;
		kept.close();
		await().untilAsserted(() -> {
			System.gc();
			assertThat(reference.get()).isNull();
		});
		assertThat(kept.handler()).isEqualTo("GET");
	}

	@Test
	void aRequestWithoutARouteIsUnmatched() {
		InvocationScope scope = start();
		this.request = new HandledRequest("_OTHER", null, 404);
		scope.close();
		InvocationRecord record = this.test.record();
		assertThat(record.handler()).isEqualTo("_OTHER (unmatched)");
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(RecordMaps.of(record, true)).containsEntry("request", Map.of("method", "_OTHER", "status", 404L));
	}

	@ParameterizedTest
	@CsvSource({ "200, SUCCESS,", "404, SUCCESS,", "499, SUCCESS,", "500, ERROR, 500", "503, ERROR, 503" })
	void aRequestHasFailedIfTheServerHas(int status, Outcome outcome, @Nullable String error) {
		InvocationScope scope = start();
		this.request = new HandledRequest("GET", "/", status);
		scope.close();
		assertThat(this.test.record().outcome()).isEqualTo(outcome);
		assertThat(this.test.record().error()).isEqualTo(error);
	}

	@Test
	void anExceptionIsTheErrorOfARequest() {
		InvocationScope scope = start();
		this.request = new HandledRequest("GET", "/", 500);
		scope.failed(new IllegalStateException());
		scope.close();
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(this.test.record().error()).isEqualTo(IllegalStateException.class.getName());
	}

	@Test
	void anInterruptedRequestHasWhatIsKnown() {
		start();
		this.test.invocations().interruptAll();
		InvocationRecord record = this.test.record();
		assertThat(record.handler()).isEqualTo("GET");
		assertThat(record.outcome()).isEqualTo(Outcome.INTERRUPTED);
		assertThat(RecordMaps.of(record, true)).containsEntry("request", Map.of("method", "GET"));
	}

	@Test
	void detailsThatFailLeaveTheFirstName() {
		InvocationScope scope = this.test.invocations().start("GET", Trigger.HTTP, () -> {
			throw new IllegalStateException("recycled");
		});
		assertThat(scope).isNotNull();
		scope.close();
		InvocationRecord record = this.test.record();
		assertThat(record.handler()).isEqualTo("GET");
		assertThat(record.trigger()).isEqualTo(Trigger.HTTP);
		assertThat(record.request()).isNull();
		assertThat(this.test.failures.summaries()).hasSize(1);
	}

	@Test
	void handlersInsideAreNested() {
		InvocationScope scope = start();
		this.monitor.run("inner", () -> {
		});
		scope.close();
		InvocationRecord inner = this.test.records().get(0);
		assertThat(inner.handler()).isEqualTo("inner");
		assertThat(inner.parentId()).isEqualTo(scope.id());
		assertThat(inner.trigger()).isNull();
		assertThat(RecordMaps.of(inner, true)).doesNotContainKeys("trigger", "request");
	}

	@Test
	void anInvocationMayHaveATriggerAlone() {
		Invocation invocation = this.test.invocations().start("nightly", Trigger.TIMER, null);
		this.test.invocations().interruptAll();
		assertThat(invocation).isNotNull();
		assertThat(this.test.record().handler()).isEqualTo("nightly");
		assertThat(RecordMaps.of(this.test.record(), true)).containsEntry("trigger", "timer")
			.doesNotContainKey("request");
	}

}
