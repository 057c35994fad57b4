package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of an instance and of its invocations as JSON in UTF-8, without
 * samples. No line is longer than {@value #MAX_BYTES} bytes: Cloud Logging cuts an entry
 * of more than 256 KiB anywhere, and what is left is no JSON. A line that would be longer
 * is cut until it fits, and lists what was cut: long texts, then the busiest threads, the
 * notes on columns, the statuses of service calls, and the service calls that come last.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
public final class LineJson {

	/**
	 * The length of the longest line, its end included.
	 */
	public static final int MAX_BYTES = 200_000;

	/**
	 * The longest text of a line that would be too long, in characters. The texts of a
	 * record's own fields are then shorter than {@link #LAST_ITEM_END} in any case.
	 */
	static final int LONGEST_TEXT = 1024;

	/**
	 * Where the last item of a list ends in a line that would be too long.
	 */
	private static final int LAST_ITEM_END = 150_000;

	private static final String SERVICE_CALLS = "serviceCalls";

	private static final String COLUMNS = "columns";

	/**
	 * What is cut after texts: what explains least goes first. Of service calls those
	 * stay that fit.
	 */
	static final List<String> CUTS = List.of("process.threads.busiest", "unavailable", "resolutionNanos",
			"belowResolution", "serviceCalls[].statuses", SERVICE_CALLS);

	private final JsonSinks sinks = new JsonSinks();

	private final RecordFormat format;

	private final @Nullable CloudLoggingFields cloudLogging;

	/**
	 * Create a new writer.
	 * @param format what is written of a record
	 * @param cloudLogging the fields for Cloud Logging; {@code null} to leave them out
	 */
	public LineJson(RecordFormat format, @Nullable CloudLoggingFields cloudLogging) {
		this.format = format;
		this.cloudLogging = cloudLogging;
	}

	/**
	 * Write the line of an invocation.
	 * @param record its record
	 * @param omitted how many records were left out since the line before
	 * @param target takes the bytes in one call, and keeps none of them
	 * @param <E> what the target throws
	 * @throws E if the target does
	 */
	public <E extends Exception> void write(InvocationRecord record, long omitted, RecordJson.Target<E> target)
			throws E {
		JsonSink sink = this.sinks.take();
		sink.start();
		if (this.cloudLogging != null) {
			this.cloudLogging.write(record, sink);
		}
		RecordSchema.walk(record, this.format, sink);
		if (isTooLong(end(omitted, List.of(), sink))) {
			cut(record, omitted, sink);
		}
		finish(sink, target);
	}

	/**
	 * Write the line of an instance.
	 * @param instance the instance
	 * @param target takes the bytes in one call, and keeps none of them
	 * @param <E> what the target throws
	 * @throws E if the target does
	 */
	public <E extends Exception> void write(InstanceRecord instance, RecordJson.Target<E> target) throws E {
		JsonSink sink = this.sinks.take();
		sink.start();
		body(instance, sink);
		if (isTooLong(end(0, List.of(), sink))) {
			sink.start(LONGEST_TEXT, LAST_ITEM_END);
			body(instance, sink);
			List<String> truncated = new ArrayList<>();
			addIf(sink.hasCutTexts(), LineNotes.TEXTS, truncated);
			addIf(sink.hasLeftItemsOut(), COLUMNS, truncated);
			end(0, truncated, sink);
		}
		finish(sink, target);
	}

	private void body(InstanceRecord instance, JsonSink sink) {
		if (this.cloudLogging != null) {
			this.cloudLogging.write(instance, sink);
		}
		InstanceSchema.walk(instance, sink);
	}

	private static JsonSink end(long omitted, List<String> truncated, JsonSink sink) {
		LineSchema.walk(new LineNotes(omitted, truncated), sink);
		sink.end();
		return sink;
	}

	private <E extends Exception> void finish(JsonSink sink, RecordJson.Target<E> target) throws E {
		JsonBytes json = sink.bytes();
		json.raw('\n');
		target.write(json.array(), 0, json.length());
		this.sinks.giveBack(sink);
	}

	private void cut(InvocationRecord record, long omitted, JsonSink sink) {
		List<String> truncated = new ArrayList<>();
		int length = cut(record, Set.of(), Integer.MAX_VALUE, sink);
		addIf(sink.hasCutTexts(), LineNotes.TEXTS, truncated);
		end(omitted, truncated, sink);
		Set<String> left = new HashSet<>();
		for (int i = 0; i < CUTS.size() && isTooLong(sink); i++) {
			String path = CUTS.get(i);
			boolean last = path.equals(SERVICE_CALLS);
			if (!last) {
				left.add(path);
			}
			int before = length;
			length = cut(record, left, last ? LAST_ITEM_END : Integer.MAX_VALUE, sink);
			addIf(length < before, path, truncated);
			end(omitted, truncated, sink);
		}
	}

	/**
	 * Write a record in part. The tree is made from the catalogue each time: this is
	 * rare.
	 * @return the length of what was written
	 */
	private int cut(InvocationRecord record, Set<String> left, int lastItemEnd, JsonSink sink) {
		sink.start(LONGEST_TEXT, lastItemEnd);
		if (this.cloudLogging != null) {
			this.cloudLogging.write(record, sink);
		}
		RecordSchema.part(this.format, (field) -> !left.contains(field.path())).walk(record, sink);
		return sink.bytes().length();
	}

	private static void addIf(boolean condition, String entry, List<String> target) {
		if (condition) {
			target.add(entry);
		}
	}

	private static boolean isTooLong(JsonSink sink) {
		// The end of the line comes after it.
		return sink.bytes().length() >= MAX_BYTES;
	}

}
