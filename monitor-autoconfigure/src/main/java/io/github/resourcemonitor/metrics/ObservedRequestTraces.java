package io.github.resourcemonitor.metrics;

import java.util.List;
import java.util.function.Function;

import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.requests.RequestTraceResolver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

/**
 * The traces of requests that Spring observes: it keeps the context of an observation
 * among the attributes of the request. The context forgets its span when the observation
 * stops, which is before the request is over, so its trace is kept there when it starts.
 */
public final class ObservedRequestTraces
		implements RequestTraceResolver, ObservationHandler<RequestReplyReceiverContext<?, ?>> {

	/**
	 * Names of the attributes, of Spring MVC and of Spring WebFlux.
	 */
	private static final List<String> ATTRIBUTES = List.of(
			"org.springframework.web.filter.ServerHttpObservationFilter.context",
			"org.springframework.http.server.reactive.observation.ServerRequestObservationContext");

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof RequestReplyReceiverContext<?, ?>;
	}

	@Override
	public void onStart(RequestReplyReceiverContext<?, ?> context) {
		TracingContext tracing = context.get(TracingContext.class);
		TraceContext trace = (tracing != null) ? TracerTraceSource.of(tracing.getSpan()) : null;
		if (trace != null) {
			context.put(TraceContext.class, trace);
		}
	}

	@Override
	public @Nullable TraceContext trace(Function<String, @Nullable Object> attributes) {
		for (String name : ATTRIBUTES) {
			if (attributes.apply(name) instanceof Observation.Context observed) {
				return observed.get(TraceContext.class);
			}
		}
		return null;
	}

}
