package io.github.resourcemonitor.otlp;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Supplies headers for the requests, for instance a token that has to be renewed. A bean
 * of this type is asked before each request, on the thread of the exporter, in addition
 * to the headers of the properties. Header values are never logged or shown.
 */
@FunctionalInterface
public interface OtlpHeaders {

	/**
	 * The headers that the sender sets itself.
	 */
	Set<String> RESERVED = Set.of("connection", "content-length", "content-type", "content-encoding", "expect", "host",
			"transfer-encoding", "upgrade");

	/**
	 * Return the headers of the next request.
	 * @return the values by their names
	 */
	Map<String, String> headers();

	/**
	 * Check a header.
	 * @param name its name
	 * @param value its value
	 * @return why it cannot be sent, without the value; {@code null} if it can
	 */
	static @Nullable String problem(String name, String value) {
		if (name.isEmpty() || !name.chars().allMatch(OtlpHeaders::isToken)) {
			return "its name must consist of letters, digits and hyphens";
		}
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			return "this header is set by the sender";
		}
		if (!value.chars().allMatch((character) -> character == '\t' || (character >= ' ' && character < 0x7f))) {
			return "its value must consist of printable ASCII characters, without a line break";
		}
		return null;
	}

	private static boolean isToken(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "!#$%&'*+-.^_`|~".indexOf(character) >= 0;
	}

}
