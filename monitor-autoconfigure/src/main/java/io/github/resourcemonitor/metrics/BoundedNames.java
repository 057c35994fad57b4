package io.github.resourcemonitor.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the values of a tag from growing without end: the first so many names pass, all
 * others become {@value #OTHER}. Safe for use by any thread.
 */
final class BoundedNames {

	static final String OTHER = "(other)";

	private final int capacity;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	BoundedNames(int capacity) {
		this.capacity = capacity;
	}

	String bound(String name) {
		if (this.names.contains(name)) {
			return name;
		}
		if (this.names.size() < this.capacity) {
			this.names.add(name);
			return name;
		}
		return OTHER;
	}

}
