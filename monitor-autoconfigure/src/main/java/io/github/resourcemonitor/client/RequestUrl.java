package io.github.resourcemonitor.client;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL that identify what a request calls. Parsing never fails, and no part
 * but the query contains what only the server may see: user info and fragment are left
 * out, and what is not a host is none.
 *
 * @param host the host, with the port if there is one; {@value #UNKNOWN_HOST} if what
 * stands in its place is not a host
 * @param path the path, still encoded
 * @param query the query, still encoded; empty if there is none
 */
public record RequestUrl(String host, String path, String query) {

	private static final String UNKNOWN_HOST = "unknown";

	/**
	 * Names, also with an underscore or in any alphabet, and addresses.
	 */
	private static final Pattern HOST = Pattern.compile("([\\p{L}\\p{N}._~-]+|\\[[\\p{Alnum}:.%_~-]+])(:\\d*)?");

	private static final Pattern ABSOLUTE = Pattern.compile("\\p{Alpha}[\\p{Alnum}+.-]*://");

	/**
	 * Parse a URL.
	 * @param url the URL; without a scheme, it begins with the host
	 * @return the parts
	 */
	public static RequestUrl of(String url) {
		int host = ABSOLUTE.matcher(url).lookingAt() ? url.indexOf("://") + 3 : 0;
		int end = url.indexOf('#', host);
		end = (end >= 0) ? end : url.length();
		int query = url.indexOf('?', host);
		int pathEnd = (query >= 0 && query < end) ? query : end;
		int path = url.indexOf('/', host);
		path = (path >= 0 && path < pathEnd) ? path : pathEnd;
		String authority = url.substring(host, path);
		return new RequestUrl(authority.isEmpty() ? authority : host(authority), url.substring(path, pathEnd),
				(pathEnd < end) ? url.substring(pathEnd + 1, end) : "");
	}

	/**
	 * Return the host of an authority.
	 * @param authority the authority, {@code null} if there is none
	 * @return the host, with the port if there is one
	 */
	public static String host(@Nullable String authority) {
		if (authority == null) {
			return UNKNOWN_HOST;
		}
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		return HOST.matcher(host).matches() ? host : UNKNOWN_HOST;
	}

	/**
	 * Return a parameter of the query.
	 * @param name its name
	 * @return its value, still encoded; {@code null} if there is none
	 */
	public @Nullable String parameter(String name) {
		for (String parameter : this.query.split("&")) {
			if (parameter.startsWith(name) && parameter.startsWith("=", name.length())) {
				return parameter.substring(name.length() + 1);
			}
		}
		return null;
	}

	/**
	 * Return the names of the parameters of the query, with or without a value. The query
	 * is parsed by each call.
	 * @return the names, still encoded
	 */
	public Set<String> parameterNames() {
		if (this.query.isEmpty()) {
			return Set.of();
		}
		Set<String> names = new HashSet<>();
		for (String parameter : this.query.split("&")) {
			int end = parameter.indexOf('=');
			names.add((end >= 0) ? parameter.substring(0, end) : parameter);
		}
		return names;
	}

	/**
	 * Return the target of a redirect.
	 * @param location the URL that the response refers to, absolute or relative to this
	 * one
	 * @return the target
	 */
	public RequestUrl resolve(String location) {
		if (ABSOLUTE.matcher(location).lookingAt()) {
			return of(location);
		}
		if (location.startsWith("//")) {
			return of(location.substring(2));
		}
		String path = this.path.substring(0, this.path.lastIndexOf('/') + 1);
		return of(this.host + (location.startsWith("/") ? location : (path.isEmpty() ? "/" : path) + location));
	}

}
