package io.github.resourcemonitor.schema;

import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.sampling.Column;

/**
 * The catalogue of the fields that a line on standard output has beside those of its
 * record.
 */
public final class LineSchema {

	private static final List<RecordField<LineNotes>> FIELDS = line();

	private static final FieldTree<LineNotes> DOCUMENT = FieldTree.of("", FIELDS, Set.of());

	private LineSchema() {
	}

	/**
	 * Return the fields in the order of the line.
	 * @return the fields, with flat paths
	 */
	public static List<RecordField<LineNotes>> fields() {
		return FIELDS;
	}

	/**
	 * Pass on to a sink what a line says of itself.
	 * @param notes what it says
	 * @param sink the sink
	 */
	static void walk(LineNotes notes, RecordSink sink) {
		DOCUMENT.walk(notes, sink);
	}

	private static List<RecordField<LineNotes>> line() {
		FieldList<LineNotes> fields = new FieldList<>("");
		fields
			.count("output.omitted",
					"records that were left out since the line before, by `sample` or `min-duration`, if there are any",
					(notes) -> (notes.omitted() > 0) ? notes.omitted() : Column.ABSENT)
			.compact();
		fields
			.strings("truncated",
					"what was cut, because the line would have been longer than 200 KB: `texts`, or names of keys",
					(notes) -> notes.truncated().isEmpty() ? null : notes.truncated())
			.compact();
		return fields.build();
	}

}
