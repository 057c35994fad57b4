package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Trace context of an invocation.
 *
 * @param traceId the id of the trace
 * @param spanId the id of the span that was current at the start of the invocation
 * @param sampled whether the trace is sampled; {@code null} if that is not known
 */
public record TraceContext(String traceId, String spanId, @Nullable Boolean sampled) {

	/**
	 * Create a trace context of which is not known whether it is sampled.
	 * @param traceId the id of the trace
	 * @param spanId the id of the span
	 */
	public TraceContext(String traceId, String spanId) {
		this(traceId, spanId, null);
	}

	/**
	 * Source of the trace context that is current on the calling thread.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Return the current trace context.
		 * @return the trace context, or {@code null} if there is none
		 */
		@Nullable TraceContext current();

	}

}
