package io.github.resourcemonitor.schema;

/**
 * How much of a record is written. Both forms have the same keys in the same places, so
 * that one reader reads both.
 */
public enum RecordFormat {

	/**
	 * What explains a bill: the fields with {@link RecordField#isCompact()}. What never
	 * changes in an instance, such as why a column has no value, is in the
	 * {@link InstanceSchema line of the instance}.
	 */
	COMPACT,

	/**
	 * All fields.
	 */
	FULL

}
