package io.github.resourcemonitor.cost;

import org.jspecify.annotations.Nullable;

/**
 * What prices are to be calculated with is not known, or a table of prices is broken. The
 * message names it, and what there is instead.
 */
public final class InvalidPricesException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String subject;

	private final @Nullable String value;

	/**
	 * Create a new exception.
	 * @param subject what is not valid: {@code platform}, {@code region},
	 * {@code billing}, {@code commitment}, {@code cpu}, {@code memory}, {@code egress},
	 * {@code log} or {@code prices}
	 * @param value its value, {@code null} if it has many
	 * @param message says so, and what there is instead
	 */
	InvalidPricesException(String subject, @Nullable String value, String message) {
		super(message);
		this.subject = subject;
		this.value = value;
	}

	/**
	 * Return an exception for a name that is not known.
	 * @param subject what it is the name of
	 * @param what the same in words
	 * @param name the name
	 * @param known the names that are known
	 */
	static InvalidPricesException unknown(String subject, String what, String name, Iterable<String> known) {
		return new InvalidPricesException(subject, name,
				"Unknown " + what + " '" + name + "'; known are: " + String.join(", ", known));
	}

	/**
	 * Return what is not valid: {@code platform}, {@code region}, {@code billing},
	 * {@code commitment}, {@code cpu}, {@code memory}, {@code egress}, {@code log} or
	 * {@code prices}.
	 * @return the last part of the name of the property for it
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * Return the value that is not valid.
	 * @return the value, {@code null} if it has many
	 */
	public @Nullable String value() {
		return this.value;
	}

}
