package io.github.resourcemonitor.google;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The methods of one API of Google, by HTTP method and path, with the names that the API
 * itself has for them. Names and ids in a path cannot be told apart without its template,
 * so what is not in the list has no name.
 * <p>
 * The lists are resources beside this class. Each line has the name of a method, its HTTP
 * method and the template of its path, as in the API's discovery document and its
 * generated client. Immutable.
 */
final class ApiMethods {

	private static final Set<String> KNOWN = Set.of("bigquery", "calendar", "datastore", "dns", "drive", "gmail",
			"healthcare", "sheets", "storage", "translate");

	private static final Map<String, ApiMethods> APIS = new ConcurrentHashMap<>();

	private final Map<String, List<PathTemplate>> templates = new HashMap<>();

	private ApiMethods(BufferedReader lines) {
		lines.lines().map((line) -> line.split(" ")).forEach((fields) -> {
			PathTemplate template = new PathTemplate(fields[0], fields[2]);
			this.templates.computeIfAbsent(key(fields[1], template.segments()), (key) -> new ArrayList<>(2))
				.add(template);
		});
		this.templates.values().forEach((list) -> list.sort(Comparator.comparingInt(PathTemplate::wildcards)));
	}

	/**
	 * Return the methods of an API.
	 * @param api the name of the API
	 * @return its methods, {@code null} if they are not known
	 */
	static @Nullable ApiMethods of(String api) {
		return KNOWN.contains(api) ? APIS.computeIfAbsent(api, ApiMethods::load) : null;
	}

	private static ApiMethods load(String api) {
		InputStream resource = ApiMethods.class.getResourceAsStream(api + ".methods");
		if (resource == null) {
			throw new IllegalStateException("The list of the methods of " + api + " is missing");
		}
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
			return new ApiMethods(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the name of the method that a request calls.
	 * @param method the HTTP method
	 * @param path the path
	 * @return the name, {@code null} if there is none
	 */
	@Nullable String name(String method, String path) {
		String[] segments = path.split("/", -1);
		for (PathTemplate template : this.templates.getOrDefault(key(method, segments.length), List.of())) {
			if (template.matches(segments)) {
				return template.name();
			}
		}
		return null;
	}

	private static String key(String method, int segments) {
		return method + " " + segments;
	}

}
