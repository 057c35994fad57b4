package io.github.resourcemonitor.metrics;

import java.util.HashMap;
import java.util.Map;

import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservedRequestTraces}.
 */
class ObservedRequestTracesTests {

	private final TestTracing tracing = new TestTracing(Sampler.alwaysOn());

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ObservedRequestTraces traces = new ObservedRequestTraces();

	@BeforeEach
	void trace() {
		this.registry.observationConfig()
			.observationHandler(new DefaultTracingObservationHandler(this.tracing.tracer()))
			.observationHandler(this.traces);
	}

	@Test
	void traceOfARequestIsKnownAfterItsFiltersHaveReturned() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/owners/1");
		new ServerHttpObservationFilter(this.registry).doFilter(request, new MockHttpServletResponse(),
				new MockFilterChain());
		SpanData span = this.tracing.ended().get(0);
		TraceContext trace = this.traces.trace(request::getAttribute);
		assertThat(trace).isNotNull();
		assertThat(trace.traceId()).isEqualTo(span.getTraceId());
		assertThat(trace.spanId()).isEqualTo(span.getSpanId());
	}

	@Test
	void traceOfAReactiveRequestIsFound() {
		Observation observation = Observation.start("request",
				() -> new ServerRequestObservationContext(MockServerHttpRequest.get("/owners/1").build(),
						new MockServerHttpResponse(), new HashMap<>()),
				this.registry);
		Map<String, Object> attributes = new HashMap<>();
		attributes.put(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, observation.getContext());
		observation.stop();
		assertThat(this.traces.trace(attributes::get)).isNotNull()
			.extracting(TraceContext::spanId)
			.isEqualTo(this.tracing.ended().get(0).getSpanId());
	}

	@Test
	void requestsThatAreNotObservedOrNotTracedHaveNone() {
		assertThat(this.traces.trace((name) -> null)).isNull();
		assertThat(this.traces.trace((name) -> new Observation.Context())).isNull();
	}

}
