package io.github.resourcemonitor.schema;

/**
 * The type of a field. Each says by which method of {@link RecordField} it is read.
 */
public enum FieldType {

	/**
	 * Text; {@link RecordField#text}.
	 */
	STRING,

	/**
	 * A whole number from 0 to 2<sup>63</sup> - 1; {@link RecordField#longValue}.
	 */
	INTEGER,

	/**
	 * A finite floating-point number; {@link RecordField#doubleValue}.
	 */
	NUMBER,

	/**
	 * True or false; {@link RecordField#booleanValue}.
	 */
	BOOLEAN,

	/**
	 * A moment, as ISO-8601 in UTC; {@link RecordField#instant}.
	 */
	TIMESTAMP,

	/**
	 * A list of objects, which have the fields {@link RecordField#items()};
	 * {@link RecordField#list}.
	 */
	OBJECTS,

	/**
	 * A list of texts; {@link RecordField#strings}.
	 */
	STRINGS,

	/**
	 * Rows of a time and numbers, {@code null} where nothing was read;
	 * {@link RecordField#rows}.
	 */
	ROWS

}
