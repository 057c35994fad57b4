package io.github.resourcemonitor.otlp;

import java.time.Instant;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.schema.RecordSchema;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The log event of a record. Its time is the end of the invocation, and its body the
 * record without samples.
 *
 * @param resource where the record comes from
 * @param scope the name of the library
 * @param epochNanos the time, in nanoseconds since the epoch
 * @param spanContext the span that was current; an invalid one if there was none
 * @param severity the severity
 * @param body the record
 * @param attributes what receivers look for
 */
record LogEvent(Resource resource, InstrumentationScopeInfo scope, long epochNanos, SpanContext spanContext,
		Severity severity, Value<?> body, Attributes attributes) implements LogRecordData {

	static final String EVENT_NAME = "resource_monitor.invocation";

	private static final int TRACE_ID_LENGTH = 32;

	static LogEvent of(InvocationRecord record, Resource resource, InstrumentationScopeInfo scope) {
		LogBodySink sink = new LogBodySink();
		RecordSchema.walk(record, false, sink);
		return new LogEvent(resource, scope, epochNanos(record.start()) + record.durationNanos(), span(record.trace()),
				(record.outcome() == Outcome.ERROR) ? Severity.ERROR : Severity.INFO, sink.value(), attributes(record));
	}

	static long epochNanos(Instant time) {
		return time.getEpochSecond() * 1_000_000_000 + time.getNano();
	}

	private static SpanContext span(@Nullable TraceContext trace) {
		if (trace == null) {
			return SpanContext.getInvalid();
		}
		// Some tracers have ids of half the length.
		String id = "0".repeat(Math.max(0, TRACE_ID_LENGTH - trace.traceId().length())) + trace.traceId();
		TraceFlags flags = Boolean.TRUE.equals(trace.sampled()) ? TraceFlags.getSampled() : TraceFlags.getDefault();
		return SpanContext.create(id, trace.spanId(), flags, TraceState.getDefault());
	}

	private static Attributes attributes(InvocationRecord record) {
		AttributesBuilder attributes = Attributes.builder()
			.put(OtlpAttributes.RECORD_UID, record.id())
			.put(OtlpAttributes.INVOCATION_ID, record.id())
			.put(OtlpAttributes.HANDLER, record.handler())
			.put(OtlpAttributes.OUTCOME, record.outcome().name())
			.put(OtlpAttributes.COLD_START, record.coldStart());
		Trigger trigger = record.trigger();
		attributes.put(OtlpAttributes.TRIGGER, (trigger != null) ? trigger.label() : null);
		attributes.put(OtlpAttributes.ERROR_TYPE, record.error());
		HandledRequest request = record.request();
		if (request != null) {
			attributes.put(OtlpAttributes.REQUEST_METHOD, request.method());
			attributes.put(OtlpAttributes.ROUTE, request.route());
			Integer status = request.status();
			attributes.put(OtlpAttributes.STATUS, (status != null) ? Long.valueOf(status) : null);
		}
		return attributes.build();
	}

	@Override
	public Resource getResource() {
		return this.resource;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.scope;
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.epochNanos;
	}

	/**
	 * The same, so that an event that is sent again does not differ.
	 */
	@Override
	public long getObservedTimestampEpochNanos() {
		return this.epochNanos;
	}

	@Override
	public SpanContext getSpanContext() {
		return this.spanContext;
	}

	@Override
	public Severity getSeverity() {
		return this.severity;
	}

	@Override
	public String getSeverityText() {
		return this.severity.name();
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		return io.opentelemetry.sdk.logs.data.Body.string(this.body.asString());
	}

	@Override
	public Value<?> getBodyValue() {
		return this.body;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.attributes.size();
	}

	@Override
	public String getEventName() {
		return EVENT_NAME;
	}

}
