package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * The document of a record as nested maps, lists, strings, numbers and booleans, for
 * those that write it together with other things. A JSON mapper makes the same of it as
 * {@link RecordJson} writes.
 */
public final class RecordMaps {

	private RecordMaps() {
	}

	/**
	 * Return the document of a record.
	 * @param record the record
	 * @param samples whether to include its samples
	 * @return the document; it may be changed
	 */
	public static Map<String, Object> of(InvocationRecord record, boolean samples) {
		MapSink sink = new MapSink();
		RecordSchema.walk(record, samples, sink);
		return sink.current;
	}

	/**
	 * Return the document of the calls of one operation.
	 * @param usage the calls
	 * @return the document; it may be changed
	 */
	public static Map<String, Object> serviceCall(ServiceCallUsage usage) {
		MapSink sink = new MapSink();
		RecordSchema.walk(usage, sink);
		return sink.current;
	}

	private static final class MapSink implements RecordSink {

		private final Deque<Map<String, Object>> outer = new ArrayDeque<>();

		private final Deque<List<Object>> lists = new ArrayDeque<>();

		private Map<String, Object> current = new LinkedHashMap<>();

		@Override
		public void startObject(FieldName name) {
			this.outer.push(this.current);
			this.current = new LinkedHashMap<>();
		}

		@Override
		public void endObject(FieldName name, boolean keepIfEmpty) {
			Map<String, Object> object = this.current;
			this.current = this.outer.pop();
			if (keepIfEmpty || !object.isEmpty()) {
				this.current.put(name.text(), object);
			}
		}

		@Override
		public void startList(FieldName name) {
			List<Object> list = new ArrayList<>();
			this.current.put(name.text(), list);
			this.lists.push(list);
		}

		@Override
		public void startItem() {
			this.outer.push(this.current);
			this.current = new LinkedHashMap<>();
		}

		@Override
		public void endItem() {
			this.lists.element().add(this.current);
			this.current = this.outer.pop();
		}

		@Override
		public void endList() {
			this.lists.pop();
		}

		@Override
		public void text(FieldName name, String value) {
			this.current.put(name.text(), value);
		}

		@Override
		public void integer(FieldName name, long value) {
			this.current.put(name.text(), value);
		}

		@Override
		public void number(FieldName name, double value) {
			this.current.put(name.text(), value);
		}

		@Override
		public void bool(FieldName name, boolean value) {
			this.current.put(name.text(), value);
		}

		@Override
		public void timestamp(FieldName name, Instant value) {
			this.current.put(name.text(), value.toString());
		}

		@Override
		public void strings(FieldName name, List<String> values) {
			this.current.put(name.text(), values);
		}

		@Override
		public void rows(FieldName name, SampleSeries samples) {
			List<List<@Nullable Number>> rows = new ArrayList<>();
			for (int row = 0; row < samples.size(); row++) {
				List<@Nullable Number> values = new ArrayList<>();
				values.add(samples.times()[row]);
				for (int column = 0; column < samples.columns().size(); column++) {
					values.add(samples.value(row, column));
				}
				rows.add(values);
			}
			this.current.put(name.text(), rows);
		}

	}

}
