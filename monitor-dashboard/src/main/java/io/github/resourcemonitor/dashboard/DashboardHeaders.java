package io.github.resourcemonitor.dashboard;

import java.util.Map;

/**
 * The headers of the page and its files. The page has the same policy in its
 * {@code <meta>}, which cannot say who may frame it.
 */
final class DashboardHeaders {

	/**
	 * Only what the endpoint itself serves, and data of the other endpoints.
	 */
	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
			+ "img-src 'self' data:; base-uri 'none'; form-action 'none'";

	private static final Map<String, String> ALL = Map.of("Content-Security-Policy",
			POLICY + "; frame-ancestors 'none'", "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY",
			"Referrer-Policy", "no-referrer", "Cache-Control", "no-cache");

	private DashboardHeaders() {
	}

	static Map<String, String> all() {
		return ALL;
	}

}
