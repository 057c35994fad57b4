package io.github.resourcemonitor.line;

import java.util.Map;

import io.github.resourcemonitor.schema.CloudLoggingFields;
import io.github.resourcemonitor.schema.RecordFormat;
import org.jspecify.annotations.Nullable;

/**
 * What lines are written. Immutable.
 *
 * @param format what a line has of its record
 * @param instance whether the first line of an instance says what never changes in it
 * @param cloudLogging the fields for Cloud Logging; {@code null} to leave them out
 * @param rule which records have a line
 * @param handlers the same for single handlers, by their names
 */
public record LineOptions(RecordFormat format, boolean instance, @Nullable CloudLoggingFields cloudLogging,
		LineRule rule, Map<String, LineRule> handlers) {

	/**
	 * Create options.
	 * @param format what a line has of its record
	 * @param instance whether the first line of an instance says what never changes in it
	 * @param cloudLogging the fields for Cloud Logging; {@code null} to leave them out
	 * @param rule which records have a line
	 * @param handlers the same for single handlers, by their names; copied
	 */
	public LineOptions {
		handlers = Map.copyOf(handlers);
	}

	/**
	 * Return options for lines of all records, and one of the instance.
	 * @param format what a line has of its record
	 * @return the options, without fields for Cloud Logging
	 */
	public static LineOptions of(RecordFormat format) {
		return new LineOptions(format, true, null, LineRule.ALL, Map.of());
	}

	/**
	 * Return options for lines of all records in full, and nothing else.
	 * @return the options
	 */
	public static LineOptions recordsOnly() {
		return new LineOptions(RecordFormat.FULL, false, null, LineRule.ALL, Map.of());
	}

	/**
	 * Return these options with fields for Cloud Logging.
	 * @param fields the fields; {@code null} to leave them out
	 * @return the options
	 */
	public LineOptions with(@Nullable CloudLoggingFields fields) {
		return new LineOptions(this.format, this.instance, fields, this.rule, this.handlers);
	}

}
