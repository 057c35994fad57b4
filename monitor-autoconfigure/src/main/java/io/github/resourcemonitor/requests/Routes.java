package io.github.resourcemonitor.requests;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The templates of routes. Thread-safe.
 */
public final class Routes {

	private static final String EVERYTHING = "/**";

	private final Supplier<List<RouteResolver>> resolvers;

	/**
	 * Create new routes.
	 * @param resolvers know the routes behind a pattern for all paths
	 */
	public Routes(Supplier<List<RouteResolver>> resolvers) {
		this.resolvers = resolvers;
	}

	/**
	 * Return the template of the route of a request.
	 * @param prefix what stands before the pattern, empty for nothing
	 * @param pattern the pattern that matched
	 * @param attributes returns an attribute of the request, {@code null} if it has none
	 * @return the template
	 */
	String of(String prefix, String pattern, Function<String, @Nullable Object> attributes) {
		if (EVERYTHING.equals(pattern)) {
			for (RouteResolver resolver : this.resolvers.get()) {
				String route = resolver.route(attributes);
				if (route != null) {
					return join(prefix, route);
				}
			}
		}
		return join(prefix, pattern);
	}

	/**
	 * Return the template of a route, with the root of the application as in
	 * OpenTelemetry's conventions.
	 * @param prefix what stands before the pattern, empty for nothing
	 * @param pattern the pattern
	 * @return the template; it begins with a slash
	 */
	static String join(String prefix, String pattern) {
		if (pattern.isEmpty() && prefix.isEmpty()) {
			return "/";
		}
		String path = (pattern.isEmpty() || pattern.startsWith("/")) ? pattern : "/" + pattern;
		return prefix.isEmpty() ? path : prefix + path;
	}

}
