package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * Writes a document as JSON on one line into a buffer that is used again.
 * <p>
 * Not safe for use by several threads.
 */
final class JsonSink implements RecordSink {

	private final JsonBytes json = new JsonBytes();

	/**
	 * Where the open objects began, so that an empty one can be taken back.
	 */
	private int[] starts = new int[8];

	private int depth;

	JsonBytes bytes() {
		return this.json;
	}

	void start() {
		this.depth = 0;
		this.json.truncate(0);
		this.json.raw('{');
	}

	void end() {
		this.json.raw('}');
	}

	private void key(FieldName name) {
		this.json.raw(name.key(), (this.json.last() == '{') ? 1 : 0);
	}

	@Override
	public void startObject(FieldName name) {
		if (this.depth == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, this.depth * 2);
		}
		this.starts[this.depth++] = this.json.length();
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
		if (this.json.last() != '[') {
			this.json.raw(',');
		}
		this.json.raw('{');
	}

	@Override
	public void endItem() {
		this.json.raw('}');
	}

	@Override
	public void endList() {
		this.json.raw(']');
	}

	@Override
	public void text(FieldName name, String value) {
		key(name);
		this.json.text(value);
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
			this.json.text(values.get(i));
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
