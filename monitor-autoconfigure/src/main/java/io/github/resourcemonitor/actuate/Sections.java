package io.github.resourcemonitor.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Builds the nested maps that an endpoint answers with.
 */
final class Sections {

	private Sections() {
	}

	/**
	 * Add an empty section.
	 * @param target where to
	 * @param name its name
	 * @return the section
	 */
	static Map<String, Object> section(Map<String, Object> target, String name) {
		Map<String, Object> section = new LinkedHashMap<>();
		target.put(name, section);
		return section;
	}

	/**
	 * Put a value, unless it is unknown.
	 * @param target where to
	 * @param name its name
	 * @param value the value, {@code null} if it is unknown
	 */
	static void put(Map<String, Object> target, String name, @Nullable Object value) {
		if (value != null) {
			target.put(name, value);
		}
	}

}
