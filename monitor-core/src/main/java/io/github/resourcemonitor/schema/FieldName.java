package io.github.resourcemonitor.schema;

import java.nio.charset.StandardCharsets;

/**
 * The name of a field or of an object inside another, as it stands in the JSON. Kept with
 * its encoded form, so that it need not be encoded for each record. Immutable.
 */
public final class FieldName {

	private final String text;

	private final byte[] key;

	FieldName(String text) {
		this.text = text;
		// Names are ASCII, without quotes and backslashes.
		this.key = ",\"".concat(text).concat("\":").getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Return the name.
	 * @return the name
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the key in JSON with the comma before it and the colon behind it.
	 */
	byte[] key() {
		return this.key;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
