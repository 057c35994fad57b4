package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that an invocation answers. Contains neither its path nor its headers,
 * so that the number of different ones is bounded.
 *
 * @param method the method, {@code _OTHER} for one that is not registered
 * @param route the template of the route, such as <code>/owners/{id}</code>; {@code null}
 * if none matched, or as long as it is unknown
 * @param status the status of the response; {@code null} as long as it is unknown
 */
public record HandledRequest(String method, @Nullable String route, @Nullable Integer status) {

	/**
	 * What stands in place of the route if none matched.
	 */
	public static final String UNMATCHED = "(unmatched)";

	private static final int SERVER_ERROR = 500;

	/**
	 * Return the name of the handler of such requests.
	 * @return the method and the route; the method alone as long as nothing else is known
	 */
	public String handler() {
		if (this.route != null) {
			return this.method + ' ' + this.route;
		}
		return (this.status != null) ? this.method + ' ' + UNMATCHED : this.method;
	}

	/**
	 * Return whether the server has failed. As in OpenTelemetry's conventions, a status
	 * below 500 is no error of a server.
	 * @return whether it has
	 */
	public boolean isServerError() {
		return this.status != null && this.status >= SERVER_ERROR;
	}

}
