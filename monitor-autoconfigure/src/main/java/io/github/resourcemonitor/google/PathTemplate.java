package io.github.resourcemonitor.google;

/**
 * A path with placeholders, and the name of the method that it belongs to. Immutable.
 */
final class PathTemplate {

	private static final String PLACEHOLDER = "{}";

	private final String name;

	private final String[] segments;

	/**
	 * Create a new template.
	 * @param name the name of the method
	 * @param template the path, in which <code>{}</code> stands for an id; a segment may
	 * have a verb after that, as in <code>{}:runQuery</code>
	 */
	PathTemplate(String name, String template) {
		this.name = name;
		this.segments = template.split("/", -1);
	}

	String name() {
		return this.name;
	}

	int segments() {
		return this.segments.length;
	}

	/**
	 * Return the number of characters that an id can stand for. The template with the
	 * fewest is the most specific one.
	 */
	int wildcards() {
		int count = 0;
		for (String segment : this.segments) {
			count += segment.equals(PLACEHOLDER) ? 2 : segment.startsWith(PLACEHOLDER) ? 1 : 0;
		}
		return count;
	}

	boolean matches(String[] path) {
		for (int i = 0; i < this.segments.length; i++) {
			if (!matches(this.segments[i], path[i])) {
				return false;
			}
		}
		return true;
	}

	private static boolean matches(String template, String segment) {
		if (!template.startsWith(PLACEHOLDER)) {
			return template.equals(segment);
		}
		String verb = template.substring(PLACEHOLDER.length());
		return segment.length() > verb.length() && segment.endsWith(verb);
	}

}
