package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.List;

import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * Receives what is known of a record, in the order of the document. What is unknown is
 * not passed on. Used by one thread at a time.
 */
public interface RecordSink {

	/**
	 * An object inside the current one begins.
	 * @param name its name
	 */
	void startObject(FieldName name);

	/**
	 * The object that began last ends.
	 * @param name its name
	 * @param keepIfEmpty whether it stays in the document if nothing was put into it
	 */
	void endObject(FieldName name, boolean keepIfEmpty);

	/**
	 * A list of objects begins.
	 * @param name its name
	 */
	void startList(FieldName name);

	/**
	 * An object of the list begins.
	 */
	void startItem();

	/**
	 * The object of the list ends.
	 */
	void endItem();

	/**
	 * The list ends.
	 */
	void endList();

	/**
	 * Put a text into the current object.
	 * @param name the name of the field
	 * @param value the text
	 */
	void text(FieldName name, String value);

	/**
	 * Put a whole number into the current object.
	 * @param name the name of the field
	 * @param value the number
	 */
	void integer(FieldName name, long value);

	/**
	 * Put a floating-point number into the current object.
	 * @param name the name of the field
	 * @param value the number; finite
	 */
	void number(FieldName name, double value);

	/**
	 * Put a truth value into the current object.
	 * @param name the name of the field
	 * @param value the value
	 */
	void bool(FieldName name, boolean value);

	/**
	 * Put a moment into the current object.
	 * @param name the name of the field
	 * @param value the moment
	 */
	void timestamp(FieldName name, Instant value);

	/**
	 * Put a list of texts into the current object.
	 * @param name the name of the field
	 * @param values the texts
	 */
	void strings(FieldName name, List<String> values);

	/**
	 * Put the rows of samples into the current object: for each its time, and its values
	 * in the unit of their columns.
	 * @param name the name of the field
	 * @param samples the samples
	 */
	void rows(FieldName name, SampleSeries samples);

}
