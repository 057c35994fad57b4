package io.github.resourcemonitor.client;

import java.util.Set;

/**
 * The names of HTTP methods in operations. A client can send any word as a method, so
 * that, as in OpenTelemetry's conventions, those that are not registered have one common
 * name.
 */
public final class HttpMethods {

	private static final String OTHER = "_OTHER";

	/**
	 * The methods of HTTP, and those of its registered extensions that clients use.
	 */
	private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
			"CONNECT", "QUERY", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH");

	private HttpMethods() {
	}

	/**
	 * Return the name of a method.
	 * @param method the method
	 * @return its name, {@code _OTHER} if it is not a registered one
	 */
	public static String name(String method) {
		return KNOWN.contains(method) ? method : OTHER;
	}

}
