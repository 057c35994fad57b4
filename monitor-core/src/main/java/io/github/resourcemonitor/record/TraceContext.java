package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * The trace that an invocation is part of.
 *
 * @param traceId the id of the trace
 * @param spanId the id of the span that was current when the invocation started
 */
public record TraceContext(String traceId, String spanId) {

	/**
	 * Tells the trace that is current on the calling thread.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Return the current trace.
		 * @return the trace, or {@code null} if there is none
		 */
		@Nullable TraceContext current();

	}

}
