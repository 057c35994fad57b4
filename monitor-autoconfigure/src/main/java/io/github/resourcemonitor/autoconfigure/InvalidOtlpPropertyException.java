package io.github.resourcemonitor.autoconfigure;

/**
 * Thrown at the start if records cannot be sent over OTLP as configured. Spring Boot's
 * exception for invalid properties is not used, because its report shows the value, which
 * may be secret.
 */
final class InvalidOtlpPropertyException extends RuntimeException {

	private final String description;

	private final String cure;

	/**
	 * Create a new exception.
	 * @param property the property or variable that is wrong
	 * @param problem what is wrong with it, as the end of a sentence
	 * @param cure what to do, as a sentence
	 */
	InvalidOtlpPropertyException(String property, String problem, String cure) {
		this("The property '" + property + "' is invalid: " + problem + ".", cure);
	}

	private InvalidOtlpPropertyException(String description, String cure) {
		super(description + " " + cure);
		this.description = description;
		this.cure = cure;
	}

	String description() {
		return this.description;
	}

	String cure() {
		return this.cure;
	}

}
