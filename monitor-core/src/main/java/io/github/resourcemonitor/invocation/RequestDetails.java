package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Knows what an invocation answers: when it starts, neither the route nor the status are
 * known. Called on any thread, at any time, and a last time when the invocation ends.
 */
@FunctionalInterface
public interface RequestDetails {

	/**
	 * Return what is known of the request so far.
	 * @return the request
	 */
	HandledRequest request();

	/**
	 * Return the trace that the request is part of, if it began after the invocation.
	 * @return the trace, {@code null} if there is none or it is not known
	 */
	default @Nullable TraceContext trace() {
		return null;
	}

	/**
	 * Return the exception for which the server failed, although it answered the request.
	 * @return the exception, {@code null} if there is none or it is not known
	 */
	default @Nullable Throwable failure() {
		return null;
	}

}
