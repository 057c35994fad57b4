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

	private final List<PathPattern> patterns;

	private PatternExclusion(List<PathPattern> patterns) {
		this.patterns = patterns;
	}

	/**
	 * Parse patterns.
	 * @param patterns the patterns, such as {@code /internal/**}
	 * @return the exclusion
	 * @throws InvalidPatternException if one of them is not a pattern
	 */
	public static PatternExclusion of(List<String> patterns) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		List<PathPattern> parsed = new ArrayList<>();
		for (String pattern : patterns) {
			String trimmed = pattern.trim();
			if (trimmed.isEmpty()) {
				throw new InvalidPatternException(pattern, "it is empty");
			}
			try {
				parsed.add(parser.parse(parser.initFullPathPattern(trimmed)));
			}
			catch (PatternParseException ex) {
				throw new InvalidPatternException(pattern, ex.getMessage());
			}
		}
		return new PatternExclusion(List.copyOf(parsed));
	}

	@Override
	public boolean excludes(String method, PathContainer path) {
		for (PathPattern pattern : this.patterns) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
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
