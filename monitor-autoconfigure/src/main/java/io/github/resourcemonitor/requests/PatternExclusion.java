package io.github.resourcemonitor.requests;

import java.util.ArrayList;
import java.util.List;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Excludes the paths that match one of the application's patterns.
 */
public final class PatternExclusion implements RequestExclusion {

	private final Prefixed[] patterns;

	private PatternExclusion(List<Prefixed> patterns) {
		this.patterns = patterns.toArray(Prefixed[]::new);
	}

	/**
	 * Parse patterns.
	 * @param patterns the patterns, such as {@code /internal/**}
	 * @return the exclusion
	 * @throws InvalidPatternException if one of them is not a pattern
	 */
	public static PatternExclusion of(List<String> patterns) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		List<Prefixed> parsed = new ArrayList<>();
		for (String pattern : patterns) {
			String trimmed = pattern.trim();
			if (trimmed.isEmpty()) {
				throw new InvalidPatternException(pattern, "it is empty");
			}
			try {
				parsed.add(Prefixed.of(parser.parse(parser.initFullPathPattern(trimmed))));
			}
			catch (PatternParseException ex) {
				throw new InvalidPatternException(pattern, ex.getMessage());
			}
		}
		return new PatternExclusion(parsed);
	}

	@Override
	public boolean excludes(String method, PathContainer path) {
		for (Prefixed pattern : this.patterns) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A pattern, and the text with which all paths begin that match it. With the text,
	 * most paths are told apart without being parsed.
	 *
	 * @param pattern the pattern
	 * @param prefix the text, without a slash at the end
	 */
	private record Prefixed(PathPattern pattern, String prefix) {

		private static final String WILDCARDS = "*?{";

		static Prefixed of(PathPattern pattern) {
			String text = pattern.getPatternString();
			int end = 0;
			while (end < text.length() && WILDCARDS.indexOf(text.charAt(end)) < 0) {
				end++;
			}
			// "/path/**" matches "/path" too.
			while (end > 0 && text.charAt(end - 1) == '/') {
				end--;
			}
			return new Prefixed(pattern, text.substring(0, end));
		}

		boolean matches(PathContainer path) {
			return (DecodedPath.isEncoded(path.value()) || path.value().startsWith(this.prefix))
					&& this.pattern.matches(path);
		}

	}

	/**
	 * A pattern cannot be parsed.
	 */
	public static final class InvalidPatternException extends IllegalArgumentException {

		private final String pattern;

		InvalidPatternException(String pattern, String reason) {
			super(reason);
			this.pattern = pattern;
		}

		/**
		 * Return the pattern.
		 * @return the pattern as it was configured
		 */
		public String pattern() {
			return this.pattern;
		}

	}

}
