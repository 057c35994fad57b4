package io.github.resourcemonitor.requests;

import java.util.List;

import org.springframework.http.server.PathContainer;

/**
 * Excludes requests by their paths below a base path, such as that of a servlet.
 */
public final class BasePathExclusion implements RequestExclusion {

	private final List<PathContainer.Element> base;

	private final RequestExclusion exclusion;

	/**
	 * Create a new exclusion.
	 * @param base the path, {@code /} or empty for the root
	 * @param exclusion which of the paths below are excluded
	 */
	public BasePathExclusion(String base, RequestExclusion exclusion) {
		String path = base.startsWith("/") ? base : "/" + base;
		while (path.endsWith("/")) {
			path = path.substring(0, path.length() - 1);
		}
		this.base = PathContainer.parsePath(path).elements();
		this.exclusion = exclusion;
	}

	@Override
	public boolean excludes(String method, PathContainer path) {
		if (this.base.isEmpty()) {
			return this.exclusion.excludes(method, path);
		}
		List<PathContainer.Element> elements = path.elements();
		if (elements.size() <= this.base.size()) {
			return false;
		}
		for (int i = 0; i < this.base.size(); i++) {
			if (!DecodedPath.text(this.base.get(i)).equals(DecodedPath.text(elements.get(i)))) {
				return false;
			}
		}
		return this.exclusion.excludes(method, path.subPath(this.base.size()));
	}

}
