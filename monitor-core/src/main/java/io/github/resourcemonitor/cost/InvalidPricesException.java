package io.github.resourcemonitor.cost;

/**
 * What prices are to be calculated with is not known, or a table of prices is broken. The
 * message names it, and what there is instead.
 */
public final class InvalidPricesException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	InvalidPricesException(String message) {
		super(message);
	}

	/**
	 * Return an exception for a name that is not known.
	 * @param what what it is the name of
	 * @param name the name
	 * @param known the names that are known
	 */
	static InvalidPricesException unknown(String what, String name, Iterable<String> known) {
		return new InvalidPricesException(
				"Unknown " + what + " '" + name + "'; known are: " + String.join(", ", known));
	}

}
