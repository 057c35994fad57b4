package io.github.resourcemonitor.requests;

import org.springframework.http.server.PathContainer;

/**
 * Paths as text, for what is not a pattern.
 */
final class DecodedPath {

	private DecodedPath() {
	}

	/**
	 * Return the text of a path.
	 * @param path the path
	 * @return the path, decoded once and without the parameters of its segments
	 */
	static String of(PathContainer path) {
		String value = path.value();
		if (!isEncoded(value)) {
			return value;
		}
		StringBuilder decoded = new StringBuilder(value.length());
		for (PathContainer.Element element : path.elements()) {
			decoded.append(text(element));
		}
		return decoded.toString();
	}

	/**
	 * Return the text of a part of a path.
	 * @param element the part
	 * @return the part, decoded once and without parameters
	 */
	static String text(PathContainer.Element element) {
		return (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch() : element.value();
	}

	/**
	 * Return whether the text of a path may differ from what it means.
	 * @param path the path
	 * @return {@code false} if it has neither escapes nor parameters
	 */
	static boolean isEncoded(String path) {
		return path.indexOf('%') >= 0 || path.indexOf(';') >= 0;
	}

}
