package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

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

	private final PatternExclusion reserved;

	private final List<Resource> locations;

	/**
	 * Whether the paths that were looked up last are files. Anyone can ask for paths that
	 * are none, which must not take the place of those that are in use.
	 */
	private final Map<String, Boolean> files = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX_REMEMBERED;
		}

	};

	/**
	 * Create a new exclusion.
	 * @param mappings the locations of static resources by the pattern of their paths
	 */
	public StaticResourceExclusion(Map<String, List<Resource>> mappings) {
		List<String> patterns = new ArrayList<>();
		List<Resource> files = new ArrayList<>();
		mappings.forEach((pattern, locations) -> {
			if (EVERYTHING.equals(pattern)) {
				files.addAll(locations);
			}
			else {
				patterns.add(pattern);
			}
		});
		this.reserved = PatternExclusion.of(patterns);
		this.locations = List.copyOf(files);
	}

	@Override
	public boolean excludes(String method, PathContainer path) {
		if (!"GET".equals(method) && !"HEAD".equals(method)) {
			return false;
		}
		String decoded = DecodedPath.of(path);
		return ICON.equals(decoded) || this.reserved.excludes(method, path) || isFile(decoded);
	}

	private boolean isFile(String path) {
		if (this.locations.isEmpty() || path.indexOf('.', path.lastIndexOf('/') + 1) < 0 || path.contains("..")) {
			return false;
		}
		synchronized (this.files) {
			Boolean known = this.files.get(path);
			if (known != null) {
				return known;
			}
		}
		boolean found = exists(path.substring(1));
		synchronized (this.files) {
			this.files.put(path, found);
		}
		return found;
	}

	private boolean exists(String name) {
		for (Resource location : this.locations) {
			try {
				String relative = (location instanceof UrlResource) ? UriUtils.encodePath(name, StandardCharsets.UTF_8)
						: name;
				if (location.createRelative(relative).isReadable()) {
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
