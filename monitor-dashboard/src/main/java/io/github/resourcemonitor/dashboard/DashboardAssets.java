package io.github.resourcemonitor.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.MimeType;

/**
 * The files that the page is made of. Their names are a fixed list, so that no path of a
 * request is ever looked up on the class path. Thread-safe.
 */
final class DashboardAssets {

	/**
	 * Where the files are on the class path.
	 */
	static final String LOCATION = "META-INF/resource-monitor/dashboard/";

	/**
	 * The page itself, which is completed before it is sent.
	 */
	static final String PAGE = "index.html";

	private static final Map<String, MimeType> TYPES = types("style.css", "icon.svg", "app.js", "api.js", "store.js",
			"dom.js", "format.js", "stats.js", "findings.js", "table.js", "downloads.js", "states.js", "charts/bars.js",
			"charts/histogram.js", "charts/scatter.js", "charts/series.js", "charts/waterfall.js", "views/overview.js",
			"views/handler.js", "views/invocation.js", "views/timeline.js", "views/compare.js", "views/resources.js",
			"views/costs.js", "uplot/uplot.js", "uplot/uplot.css", "uplot/license.txt");

	private final Map<String, byte[]> loaded = new ConcurrentHashMap<>();

	private static Map<String, MimeType> types(String... names) {
		Map<String, MimeType> types = new LinkedHashMap<>();
		Arrays.stream(names).forEach((name) -> types.put(name, type(name)));
		return Collections.unmodifiableMap(types);
	}

	private static MimeType type(String name) {
		String text = switch (name.substring(name.lastIndexOf('.') + 1)) {
			case "js" -> "text/javascript;charset=UTF-8";
			case "css" -> "text/css;charset=UTF-8";
			case "svg" -> "image/svg+xml";
			default -> "text/plain;charset=UTF-8";
		};
		return MimeType.valueOf(text);
	}

	/**
	 * Return the files that can be asked for, with their types.
	 * @return the types by the names
	 */
	static Map<String, MimeType> names() {
		return TYPES;
	}

	/**
	 * Return the content of a file.
	 * @param name one of the {@link #names() names}, or {@value #PAGE}
	 * @return the content, not to be changed
	 */
	byte[] content(String name) {
		return this.loaded.computeIfAbsent(name, DashboardAssets::load);
	}

	private static byte[] load(String name) {
		try (InputStream input = DashboardAssets.class.getClassLoader().getResourceAsStream(LOCATION + name)) {
			if (input == null) {
				throw new IllegalStateException("The dashboard's " + name + " is not on the class path at " + LOCATION);
			}
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
