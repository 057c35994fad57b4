package io.github.resourcemonitor.requests;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Knows the routes of a framework that serves all paths with one pattern of Spring's.
 * Called on the threads of requests.
 */
@FunctionalInterface
public interface RouteResolver {

	/**
	 * Return the template of the route of a request.
	 * @param attributes returns an attribute of the request, {@code null} if it has none
	 * @return the template, without the context path; {@code null} if it is not known.
	 * The number of different ones has to be bounded
	 */
	@Nullable String route(Function<String, @Nullable Object> attributes);

}
