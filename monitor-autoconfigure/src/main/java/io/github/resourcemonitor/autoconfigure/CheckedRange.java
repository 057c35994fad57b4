package io.github.resourcemonitor.autoconfigure;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The check of a property whose value has a least and a greatest one.
 */
final class CheckedRange {

	private CheckedRange() {
	}

	/**
	 * Return the value if it is in its range.
	 * @param name the name of the property
	 * @param value its value
	 * @param least the least valid value
	 * @param greatest the greatest valid value
	 * @param range both as a user would write them, and an example
	 * @throws InvalidConfigurationPropertyValueException if it is not in its range
	 */
	static <T extends Comparable<T>> T check(String name, T value, T least, T greatest, String range) {
		if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
			throw new InvalidConfigurationPropertyValueException(name, value, "It must be from " + range);
		}
		return value;
	}

}
