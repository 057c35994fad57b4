package io.github.resourcemonitor.google;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * The invocations that started transfers whose requests a client sends from its own
 * threads. Each request of such a transfer carries the key of its invocation in a header
 * that never leaves the process. Bounded; safe for use by any thread.
 */
final class TransferContexts {

	/**
	 * The header, in lower case.
	 */
	static final String HEADER = "x-resource-monitor-transfer";

	/**
	 * The end of a transfer cannot be observed, so only the latest are kept.
	 */
	private static final int MAX_CONTEXTS = 500;

	private final AtomicLong keys = new AtomicLong();

	private final Map<String, Invocation> contexts = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Invocation> eldest) {
			return size() > MAX_CONTEXTS;
		}

	};

	String add(Invocation context) {
		String key = Long.toString(this.keys.incrementAndGet());
		synchronized (this.contexts) {
			this.contexts.put(key, context);
		}
		return key;
	}

	@Nullable Invocation get(String key) {
		synchronized (this.contexts) {
			return this.contexts.get(key);
		}
	}

}
