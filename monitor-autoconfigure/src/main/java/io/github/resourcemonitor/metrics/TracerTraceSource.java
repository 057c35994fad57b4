package io.github.resourcemonitor.metrics;

import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Source of the current trace that uses Micrometer's {@link Tracer}.
 */
public final class TracerTraceSource implements TraceContext.Source {

	private final Tracer tracer;

	/**
	 * Create a new source.
	 * @param tracer the tracer
	 */
	public TracerTraceSource(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable TraceContext current() {
		return of(this.tracer.currentSpan());
	}

	static @Nullable TraceContext of(@Nullable Span span) {
		if (span == null || span.isNoop()) {
			return null;
		}
		io.micrometer.tracing.TraceContext context = span.context();
		return new TraceContext(context.traceId(), context.spanId(), sampled(context));
	}

	private static @Nullable Boolean sampled(io.micrometer.tracing.TraceContext context) {
		try {
			return context.sampled();
		}
		catch (RuntimeException ex) {
			// The ids alone are worth more than no trace.
			return null;
		}
	}

}
