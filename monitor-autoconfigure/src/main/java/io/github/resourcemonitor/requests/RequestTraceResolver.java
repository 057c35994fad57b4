package io.github.resourcemonitor.requests;

import java.util.function.Function;

import io.github.resourcemonitor.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Knows the traces of requests, which begin after their invocations. Called on the thread
 * that ends a request.
 */
@FunctionalInterface
public interface RequestTraceResolver {

	/**
	 * Return the trace that a request was part of.
	 * @param attributes returns an attribute of the request, {@code null} if it has none
	 * @return the trace, {@code null} if it is not known
	 */
	@Nullable TraceContext trace(Function<String, @Nullable Object> attributes);

}
