package io.github.resourcemonitor.metrics;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TraceContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/**
 * Scopes that use Micrometer's {@link Tracer}. If the trace of the record is current
 * already, as it is for synchronous invocations, nothing is done.
 */
public final class TracerRecordScopes implements RecordScopes {

	private final Tracer tracer;

	/**
	 * Create new scopes.
	 * @param tracer the tracer
	 */
	public TracerRecordScopes(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public Scope open(InvocationRecord record) {
		TraceContext trace = record.trace();
		if (trace == null || this.tracer == Tracer.NOOP || isCurrent(trace)) {
			return Scope.NOOP;
		}
		return this.tracer.currentTraceContext()
			.newScope(this.tracer.traceContextBuilder()
				.traceId(trace.traceId())
				.spanId(trace.spanId())
				.sampled(!Boolean.FALSE.equals(trace.sampled()))
				.build())::close;
	}

	private boolean isCurrent(TraceContext trace) {
		Span span = this.tracer.currentSpan();
		return span != null && span.context().traceId().equals(trace.traceId());
	}

}
