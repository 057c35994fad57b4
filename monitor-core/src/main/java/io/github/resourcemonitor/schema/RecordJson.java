package io.github.resourcemonitor.schema;

import java.util.Arrays;

import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Writes records as JSON in UTF-8, each on one line, straight from the record into a
 * buffer that is used again. A large record costs a large buffer, which is not kept.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
public final class RecordJson {

	/**
	 * How large a buffer may be that is kept.
	 */
	static final int MAX_KEPT_BYTES = JsonSinks.MAX_KEPT_BYTES;

	private final JsonSinks sinks = new JsonSinks();

	/**
	 * Write a record and the end of a line, without its samples.
	 * @param record the record
	 * @param target takes the bytes in one call, and keeps none of them
	 * @param <E> what the target throws
	 * @throws E if the target does
	 */
	public <E extends Exception> void writeLine(InvocationRecord record, Target<E> target) throws E {
		JsonSink sink = this.sinks.take();
		write(record, false, sink);
		JsonBytes json = sink.bytes();
		json.raw('\n');
		target.write(json.array(), 0, json.length());
		this.sinks.giveBack(sink);
	}

	/**
	 * Return a record as JSON.
	 * @param record the record
	 * @param samples whether to include its samples
	 * @return the JSON, without an end of line
	 */
	public byte[] toBytes(InvocationRecord record, boolean samples) {
		JsonSink sink = this.sinks.take();
		write(record, samples, sink);
		byte[] result = Arrays.copyOf(sink.bytes().array(), sink.bytes().length());
		this.sinks.giveBack(sink);
		return result;
	}

	private static void write(InvocationRecord record, boolean samples, JsonSink sink) {
		sink.start();
		RecordSchema.walk(record, samples, sink);
		sink.end();
	}

	/**
	 * Where a line goes.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Target<E extends Exception> {

		/**
		 * Write some bytes.
		 * @param bytes holds them; used again afterwards
		 * @param offset where they begin
		 * @param length how many they are
		 * @throws E if that fails
		 */
		void write(byte[] bytes, int offset, int length) throws E;

	}

}
