package io.github.resourcemonitor.requests;

import java.util.Collection;
import java.util.List;

import org.springframework.http.server.PathContainer;

/**
 * Excludes paths and what is below them.
 */
public final class PathExclusion implements RequestExclusion {

	private final List<String> paths;

	/**
	 * Create a new exclusion.
	 * @param paths the paths, each with a leading slash and none at the end
	 */
	public PathExclusion(Collection<String> paths) {
		this.paths = List.copyOf(paths);
	}

	@Override
	public boolean excludes(String method, PathContainer path) {
		String decoded = DecodedPath.of(path);
		for (String each : this.paths) {
			if (decoded.startsWith(each)
					&& (decoded.length() == each.length() || decoded.charAt(each.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
