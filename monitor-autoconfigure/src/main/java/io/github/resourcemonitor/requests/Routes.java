package io.github.resourcemonitor.requests;

/**
 * The templates of routes.
 */
final class Routes {

	private Routes() {
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
