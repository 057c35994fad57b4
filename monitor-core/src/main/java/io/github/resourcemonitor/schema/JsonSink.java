package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * Writes a document as JSON on one line into a buffer that is used again. For a line that
 * would be too long, it cuts texts, and leaves items of lists out.
 * <p>
 * Not safe for use by several threads.
 */
final class JsonSink implements RecordSink {

	private static final String CUT = "\u2026";

	private final JsonBytes json = new JsonBytes();

	/**
	 * Where the open objects and items began, so that they can be taken back.
	 */
	private int[] starts = new int[8];

	private int depth;

	private int longestText;

	private int lastItemEnd;

	private boolean cutTexts;

	private boolean leftItemsOut;

	JsonBytes bytes() {
		return this.json;
	}

	void start() {
		start(Integer.MAX_VALUE, Integer.MAX_VALUE);
	}

	/**
	 * Begin a document with bounds.
	 * @param longestText how many characters of a text are written
	 * @param lastItemEnd how long the document may be where an item of a list ends; what
	 * is longer is left out
	 */
	void start(int longestText, int lastItemEnd) {
		this.longestText = longestText;
		this.lastItemEnd = lastItemEnd;
		this.cutTexts = false;
		this.leftItemsOut = false;
		this.depth = 0;
		this.json.truncate(0);
		this.json.raw('{');
	}

	void end() {
		this.json.raw('}');
	}

	/**
	 * Return whether a text of this document was cut.
	 */
	boolean hasCutTexts() {
		return this.cutTexts;
	}

	/**
	 * Return whether an item of this document was left out.
	 */
	boolean hasLeftItemsOut() {
		return this.leftItemsOut;
	}

	private void begin() {
		if (this.depth == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, this.depth * 2);
		}
		this.starts[this.depth++] = this.json.length();
	}

	private void key(FieldName name) {
		this.json.raw(name.key(), (this.json.last() == '{') ? 1 : 0);
	}

	@Override
	public void startObject(FieldName name) {
		begin();
		key(name);
		this.json.raw('{');
	}

	@Override
	public void endObject(FieldName name, boolean keepIfEmpty) {
		int start = this.starts[--this.depth];
		if (this.json.last() != '{' || keepIfEmpty) {
			this.json.raw('}');
		}
		else {
			this.json.truncate(start);
		}
	}

	@Override
	public void startList(FieldName name) {
		key(name);
		this.json.raw('[');
	}

	@Override
	public void startItem() {
		begin();
		if (this.json.last() != '[') {
			this.json.raw(',');
		}
		this.json.raw('{');
	}

	@Override
	public void endItem() {
		int start = this.starts[--this.depth];
		this.json.raw('}');
		if (this.json.length() > this.lastItemEnd) {
			this.json.truncate(start);
			this.leftItemsOut = true;
		}
	}

	@Override
	public void endList() {
		this.json.raw(']');
	}

	@Override
	public void text(FieldName name, String value) {
		key(name);
		text(value);
	}

	private void text(String value) {
		if (value.length() <= this.longestText) {
			this.json.text(value);
			return;
		}
		this.json.text(value.substring(0, this.longestText - CUT.length()).concat(CUT));
		this.cutTexts = true;
	}

	@Override
	public void integer(FieldName name, long value) {
		key(name);
		this.json.integer(value);
	}

	@Override
	public void number(FieldName name, double value) {
		key(name);
		this.json.number(value);
	}

	@Override
	public void bool(FieldName name, boolean value) {
		key(name);
		this.json.raw(value ? "true" : "false");
	}

	@Override
	public void timestamp(FieldName name, Instant value) {
		key(name);
		this.json.timestamp(value);
	}

	@Override
	public void strings(FieldName name, List<String> values) {
		key(name);
		this.json.raw('[');
		for (int i = 0; i < values.size(); i++) {
			if (i > 0) {
				this.json.raw(',');
			}
			text(values.get(i));
		}
		this.json.raw(']');
	}

	@Override
	public void rows(FieldName name, SampleSeries samples) {
		key(name);
		this.json.raw('[');
		List<Column> columns = samples.columns();
		for (int row = 0; row < samples.size(); row++) {
			this.json.raw((row > 0) ? ",[" : "[");
			this.json.integer(samples.times()[row]);
			for (int i = 0; i < columns.size(); i++) {
				this.json.raw(',');
				value(columns.get(i), samples.rows()[row][i]);
			}
			this.json.raw(']');
		}
		this.json.raw(']');
	}

	private void value(Column column, long raw) {
		if (raw == Column.ABSENT) {
			this.json.raw("null");
		}
		else if (column.unit() == Column.Unit.PERCENT) {
			this.json.number((double) raw / Column.PERCENT_SCALE);
		}
		else {
			this.json.integer(raw);
		}
	}

}
