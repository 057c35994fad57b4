package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Trace context of an invocation.
 *
 * @param traceId the id of the trace
 * @param spanId the id of the span that was current at the start of the invocation
 */
public record TraceContext(String traceId, String spanId) {

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
