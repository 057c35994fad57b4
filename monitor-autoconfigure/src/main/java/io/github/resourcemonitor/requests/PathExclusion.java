package io.github.resourcemonitor.requests;

import java.util.Collection;
import java.util.List;

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
	public boolean excludes(String method, String path) {
		for (String each : this.paths) {
			if (path.startsWith(each) && (path.length() == each.length() || path.charAt(each.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
