package io.github.resourcemonitor.otlp;

/**
 * A sum of whole numbers. Used by one thread.
 */
final class Sum {

	private long value;

	private boolean empty = true;

	void add(long added) {
		this.value += added;
		this.empty = false;
	}

	boolean isEmpty() {
		return this.empty;
	}

	long value() {
		return this.value;
	}

	void clear() {
		this.value = 0;
		this.empty = true;
	}

}
