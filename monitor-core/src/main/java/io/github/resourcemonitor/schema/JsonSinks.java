package io.github.resourcemonitor.schema;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Sinks that are used again, because their buffers would be most of the garbage of a
 * line. One that has become large is not kept.
 * <p>
 * Safe for use by several threads, which do not wait for each other.
 */
final class JsonSinks {

	/**
	 * How many are kept at most; a power of two.
	 */
	private static final int KEPT = 8;

	/**
	 * How large a buffer may be that is kept.
	 */
	static final int MAX_KEPT_BYTES = 64 * 1024;

	private final AtomicReferenceArray<@Nullable JsonSink> sinks = new AtomicReferenceArray<>(KEPT);

	/**
	 * Take a sink, or make one.
	 */
	JsonSink take() {
		JsonSink sink = this.sinks.getAndSet(slot(), null);
		return (sink != null) ? sink : new JsonSink();
	}

	/**
	 * Give a sink back.
	 */
	void giveBack(JsonSink sink) {
		if (sink.bytes().array().length <= MAX_KEPT_BYTES) {
			this.sinks.lazySet(slot(), sink);
		}
	}

	private static int slot() {
		return (int) Thread.currentThread().getId() & (KEPT - 1);
	}

}
