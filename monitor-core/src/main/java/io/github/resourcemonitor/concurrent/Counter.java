package io.github.resourcemonitor.concurrent;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counter that many threads increment. Unlike an
 * {@link java.util.concurrent.atomic.AtomicLong}, it does not share its cache line with
 * other objects, which threads would then wait for when they only read those.
 * Thread-safe.
 */
public final class Counter {

	/**
	 * Number of unused elements on each side: two cache lines, because processors load
	 * pairs of lines.
	 */
	private static final int PADDING = 16;

	private final AtomicLongArray value = new AtomicLongArray(2 * PADDING + 1);

	/**
	 * Increment the counter.
	 * @return the value after this increment
	 */
	public long increment() {
		return this.value.incrementAndGet(PADDING);
	}

	/**
	 * Return the value.
	 * @return the number of increments so far
	 */
	public long get() {
		return this.value.get(PADDING);
	}

}
