package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request, and converts its exceptions to the error response of
 * Cloud Storage.
 */
final class Router {

	private final List<Route> routes = new ArrayList<>();

	/**
	 * Adds a route. Path segments in braces are variables; an encoded slash does not
	 * divide segments. A variable at the end whose name ends with an ellipsis takes all
	 * remaining segments, including the slashes between them.
	 * @param method the method
	 * @param path the path
	 * @param handler the handler
	 */
	void add(String method, String path, Handler handler) {
		this.routes.add(new Route(method, path.split("/"), handler));
	}

	ApiResponse serve(ApiRequest request) {
		try {
			String[] segments = request.path().split("/", -1);
			for (Route route : this.routes) {
				Map<String, String> variables = route.match(request.method(), segments);
				if (variables != null) {
					return route.handler().serve(request.withVariables(variables));
				}
			}
			throw ApiException.notImplemented(request);
		}
		catch (ApiException ex) {
			return ex.response();
		}
		catch (IOException | IllegalArgumentException | ClassCastException ex) {
			return ApiResponse.error(400, "Malformed: " + ex.getMessage());
		}
	}

	/**
	 * Serves the requests of a route. An {@link IOException} means that the body is
	 * malformed.
	 */
	@FunctionalInterface
	interface Handler {

		ApiResponse serve(ApiRequest request) throws IOException;

	}

	private record Route(String method, String[] pattern, Handler handler) {

		private static final String REST = "...}";

		@Nullable Map<String, String> match(String method, String[] segments) {
			if (!this.method.equals(method) || segments.length < this.pattern.length) {
				return null;
			}
			Map<String, String> variables = new HashMap<>();
			for (int i = 0; i < this.pattern.length; i++) {
				String expected = this.pattern[i];
				if (expected.endsWith(REST)) {
					String rest = String.join("/", Arrays.asList(segments).subList(i, segments.length));
					variables.put(expected.substring(1, expected.length() - REST.length()), decode(rest));
					return variables;
				}
				if (expected.startsWith("{")) {
					variables.put(expected.substring(1, expected.length() - 1), decode(segments[i]));
				}
				else if (!expected.equals(segments[i])) {
					return null;
				}
			}
			return (segments.length == this.pattern.length) ? variables : null;
		}

		private static String decode(String segment) {
			return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
		}

	}

}
