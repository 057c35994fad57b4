package io.github.resourcemonitor.google;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL that identify what a request calls.
 *
 * @param host the host, with the port if there is one
 * @param path the path, still encoded
 * @param query the query, still encoded; empty if there is none
 */
record RequestUrl(String host, String path, String query) {

	static RequestUrl of(String url) {
		int scheme = url.indexOf("://");
		int host = (scheme >= 0) ? scheme + 3 : 0;
		int end = url.indexOf('#', host);
		end = (end >= 0) ? end : url.length();
		int query = url.indexOf('?', host);
		int pathEnd = (query >= 0 && query < end) ? query : end;
		int path = url.indexOf('/', host);
		path = (path >= 0 && path < pathEnd) ? path : pathEnd;
		return new RequestUrl(url.substring(host, path), url.substring(path, pathEnd),
				(pathEnd < end) ? url.substring(pathEnd + 1, end) : "");
	}

	/**
	 * Return a parameter of the query.
	 * @param name its name
	 * @return its value, still encoded; {@code null} if there is none
	 */
	@Nullable String parameter(String name) {
		for (String parameter : this.query.split("&")) {
			if (parameter.startsWith(name) && parameter.startsWith("=", name.length())) {
				return parameter.substring(name.length() + 1);
			}
		}
		return null;
	}

}
