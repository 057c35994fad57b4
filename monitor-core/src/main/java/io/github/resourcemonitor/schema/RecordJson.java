package io.github.resourcemonitor.schema;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON in UTF-8, each on one line, straight from the record into a
 * buffer that is used again. A large record costs a large buffer, which is not kept.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
public final class RecordJson {

	/**
	 * How many buffers are kept at most; a power of two.
	 */
	private static final int BUFFERS = 8;

	/**
	 * How large a buffer may be that is kept.
	 */
	static final int MAX_KEPT_BYTES = 64 * 1024;

	private final AtomicReferenceArray<@Nullable JsonSink> buffers = new AtomicReferenceArray<>(BUFFERS);

	/**
	 * Write a record and the end of a line, without its samples.
	 * @param record the record
	 * @param target takes the bytes in one call, and keeps none of them
	 * @param <E> what the target throws
	 * @throws E if the target does
	 */
	public <E extends Exception> void writeLine(InvocationRecord record, Target<E> target) throws E {
		int slot = slot();
		JsonSink sink = take(slot);
		write(record, false, sink);
		JsonBytes json = sink.bytes();
		json.raw('\n');
		target.write(json.array(), 0, json.length());
		giveBack(slot, sink);
	}

	/**
	 * Return a record as JSON.
	 * @param record the record
	 * @param samples whether to include its samples
	 * @return the JSON, without an end of line
	 */
	public byte[] toBytes(InvocationRecord record, boolean samples) {
		int slot = slot();
		JsonSink sink = take(slot);
		write(record, samples, sink);
		byte[] result = Arrays.copyOf(sink.bytes().array(), sink.bytes().length());
		giveBack(slot, sink);
		return result;
	}

	private static void write(InvocationRecord record, boolean samples, JsonSink sink) {
		sink.start();
		RecordSchema.walk(record, samples, sink);
		sink.end();
	}

	private static int slot() {
		return (int) Thread.currentThread().getId() & (BUFFERS - 1);
	}

	private JsonSink take(int slot) {
		JsonSink sink = this.buffers.getAndSet(slot, null);
		return (sink != null) ? sink : new JsonSink();
	}

	private void giveBack(int slot, JsonSink sink) {
		if (sink.bytes().array().length <= MAX_KEPT_BYTES) {
			this.buffers.lazySet(slot, sink);
		}
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
