package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.io.Resource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Excludes static resources: what is below a path that the application reserves for them,
 * and the files in the locations of a handler for all other paths. A file has to exist
 * there, because handlers of the application may have the same form of path.
 */
public final class StaticResourceExclusion implements RequestExclusion {

	private static final String EVERYTHING = "/**";

	/**
	 * Browsers ask for it by themselves, whether it exists or not.
	 */
	private static final String ICON = "/favicon.ico";

	private static final int MAX_REMEMBERED = 1000;

	private final List<PathPattern> reserved;

	private final List<Resource> locations;

	private final Map<String, Boolean> files = new ConcurrentHashMap<>();

	/**
	 * Create a new exclusion.
	 * @param mappings the locations of static resources by the pattern of their paths
	 */
	public StaticResourceExclusion(Map<String, List<Resource>> mappings) {
		List<PathPattern> patterns = new ArrayList<>();
		List<Resource> files = new ArrayList<>();
		mappings.forEach((pattern, locations) -> {
			if (EVERYTHING.equals(pattern)) {
				files.addAll(locations);
			}
			else {
				patterns.add(PathPatternParser.defaultInstance.parse(pattern));
			}
		});
		this.reserved = List.copyOf(patterns);
		this.locations = List.copyOf(files);
	}

	@Override
	public boolean excludes(String method, String path) {
		if (!"GET".equals(method) && !"HEAD".equals(method)) {
			return false;
		}
		return ICON.equals(path) || isReserved(path) || isFile(path);
	}

	private boolean isReserved(String path) {
		if (this.reserved.isEmpty()) {
			return false;
		}
		PathContainer container = PathContainer.parsePath(path);
		for (PathPattern pattern : this.reserved) {
			if (pattern.matches(container)) {
				return true;
			}
		}
		return false;
	}

	private boolean isFile(String path) {
		if (this.locations.isEmpty() || path.indexOf('.', path.lastIndexOf('/') + 1) < 0 || path.contains("..")) {
			return false;
		}
		Boolean known = this.files.get(path);
		if (known != null) {
			return known;
		}
		boolean found = exists(path.substring(1));
		if (this.files.size() < MAX_REMEMBERED) {
			this.files.put(path, found);
		}
		return found;
	}

	private boolean exists(String name) {
		for (Resource location : this.locations) {
			try {
				if (location.createRelative(name).isReadable()) {
					return true;
				}
			}
			catch (IOException | RuntimeException ex) {
				// Not the name of a file in this location.
			}
		}
		return false;
	}

}
