package io.github.resourcemonitor.metrics;

import brave.Tracing;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TracerRecordScopes}, with the bridges to OpenTelemetry and to Brave.
 */
class TracerRecordScopesTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private final InvocationRecord record = TestRecords.sequence(1).trace(new TraceContext(TRACE, SPAN)).build();

	private final TestTracing tracing = new TestTracing(Sampler.alwaysOn());

	@Test
	void theTraceOfTheRecordIsCurrentWithOpenTelemetry() {
		check(this.tracing.tracer());
		assertThat(this.tracing.ended()).extracting((span) -> span.getName()).containsExactly("other");
	}

	@Test
	void theTraceOfTheRecordIsCurrentWithBrave() {
		try (Tracing brave = Tracing.newBuilder().build()) {
			check(new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext())));
		}
	}

	private void check(Tracer tracer) {
		TracerRecordScopes scopes = new TracerRecordScopes(tracer);
		checkScope(scopes, tracer);
		assertThat(tracer.currentSpan()).isNull();
		Span other = tracer.nextSpan().name("other").start();
		try (Tracer.SpanInScope current = tracer.withSpan(other)) {
			checkScope(scopes, tracer);
			assertThat(tracer.currentSpan().context().spanId()).isEqualTo(other.context().spanId());
		}
		other.end();
	}

	private void checkScope(TracerRecordScopes scopes, Tracer tracer) {
		try (RecordScopes.Scope scope = scopes.open(this.record)) {
			Span current = tracer.currentSpan();
			assertThat(current.context().traceId()).isEqualTo(TRACE);
			assertThat(current.context().spanId()).isEqualTo(SPAN);
			assertThat(current.context().sampled()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "unknown", value = { "true, true", "false, false", "unknown, true" })
	void theTraceIsSampledUnlessTheRecordSaysOtherwise(Boolean sampled, boolean expected) {
		InvocationRecord sampledOrNot = TestRecords.sequence(1).trace(new TraceContext(TRACE, SPAN, sampled)).build();
		checkSampled(this.tracing.tracer(), sampledOrNot, expected);
		try (Tracing brave = Tracing.newBuilder().build()) {
			checkSampled(new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext())),
					sampledOrNot, expected);
		}
	}

	private static void checkSampled(Tracer tracer, InvocationRecord sampledOrNot, boolean expected) {
		try (RecordScopes.Scope scope = new TracerRecordScopes(tracer).open(sampledOrNot)) {
			assertThat(tracer.currentSpan().context().sampled()).isEqualTo(expected);
		}
	}

	@Test
	void nothingIsDoneIfTheTraceIsCurrentAlready() {
		Span span = this.tracing.start("request");
		InvocationRecord within = TestRecords.sequence(1)
			.trace(new TraceContext(span.context().traceId(), SPAN))
			.build();
		try (Tracer.SpanInScope current = this.tracing.tracer().withSpan(span)) {
			assertThat(new TracerRecordScopes(this.tracing.tracer()).open(within)).isSameAs(RecordScopes.Scope.NOOP);
		}
	}

	@Test
	void nothingIsDoneWithoutATrace() {
		assertThat(new TracerRecordScopes(this.tracing.tracer()).open(TestRecords.sequence(1).build()))
			.isSameAs(RecordScopes.Scope.NOOP);
		assertThat(new TracerRecordScopes(Tracer.NOOP).open(this.record)).isSameAs(RecordScopes.Scope.NOOP);
	}

}
