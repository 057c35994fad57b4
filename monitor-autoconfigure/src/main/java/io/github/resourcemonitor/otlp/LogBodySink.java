package io.github.resourcemonitor.otlp;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.schema.FieldName;
import io.github.resourcemonitor.schema.RecordSink;
import io.opentelemetry.api.common.Value;

/**
 * Makes the body of a log event of a record: the same document as its JSON, as structured
 * values.
 */
final class LogBodySink implements RecordSink {

	private final Deque<Map<String, Value<?>>> outer = new ArrayDeque<>();

	private final Deque<List<Value<?>>> lists = new ArrayDeque<>();

	private final Deque<String> names = new ArrayDeque<>();

	private Map<String, Value<?>> current = new LinkedHashMap<>();

	/**
	 * Return the document.
	 */
	Value<?> value() {
		return Value.of(this.current);
	}

	@Override
	public void startObject(FieldName name) {
		this.outer.push(this.current);
		this.current = new LinkedHashMap<>();
	}

	@Override
	public void endObject(FieldName name, boolean keepIfEmpty) {
		Map<String, Value<?>> object = this.current;
		this.current = this.outer.pop();
		if (keepIfEmpty || !object.isEmpty()) {
			this.current.put(name.text(), Value.of(object));
		}
	}

	@Override
	public void startList(FieldName name) {
		this.lists.push(new ArrayList<>());
		this.names.push(name.text());
	}

	@Override
	public void startItem() {
		this.outer.push(this.current);
		this.current = new LinkedHashMap<>();
	}

	@Override
	public void endItem() {
		this.lists.element().add(Value.of(this.current));
		this.current = this.outer.pop();
	}

	@Override
	public void endList() {
		this.current.put(this.names.pop(), Value.of(this.lists.pop()));
	}

	@Override
	public void text(FieldName name, String value) {
		this.current.put(name.text(), Value.of(value));
	}

	@Override
	public void integer(FieldName name, long value) {
		this.current.put(name.text(), Value.of(value));
	}

	@Override
	public void number(FieldName name, double value) {
		this.current.put(name.text(), Value.of(value));
	}

	@Override
	public void bool(FieldName name, boolean value) {
		this.current.put(name.text(), Value.of(value));
	}

	@Override
	public void timestamp(FieldName name, Instant value) {
		this.current.put(name.text(), Value.of(value.toString()));
	}

	@Override
	public void strings(FieldName name, List<String> values) {
		List<Value<?>> texts = new ArrayList<>(values.size());
		values.forEach((value) -> texts.add(Value.of(value)));
		this.current.put(name.text(), Value.of(texts));
	}

	@Override
	public void rows(FieldName name, SampleSeries samples) {
		// Records are sent without their samples.
	}

}
