package io.github.resourcemonitor.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import io.github.resourcemonitor.requests.PatternExclusion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The properties for requests. An invalid value stops the start: if it were ignored,
 * requests would have records that must not have any, or clients would miss the header.
 */
final class CheckedRequests {

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private CheckedRequests() {
	}

	static PatternExclusion exclusion(List<String> patterns) {
		try {
			return PatternExclusion.of(patterns);
		}
		catch (PatternExclusion.InvalidPatternException ex) {
			throw new InvalidConfigurationPropertyValueException("resource-monitor.requests-exclude", ex.pattern(),
					"It is not a pattern of paths: " + ex.getMessage()
							+ ". Write a path such as '/internal/status', with '*' for one part of it and '/**' "
							+ "at the end for all that is below");
		}
	}

	static @Nullable String responseHeader(String name) {
		if (!StringUtils.hasLength(name)) {
			return null;
		}
		if (!HEADER.matcher(name).matches()) {
			throw new InvalidConfigurationPropertyValueException("resource-monitor.response-header", name,
					"It is not the name of a header of HTTP. Use letters, digits and hyphens, "
							+ "such as 'X-Invocation-Id'");
		}
		return name;
	}

}
