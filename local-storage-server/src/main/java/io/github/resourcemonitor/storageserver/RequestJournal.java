package io.github.resourcemonitor.storageserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest requests in the order in which they were answered. Safe for use by several
 * threads.
 */
final class RequestJournal {

	private final int capacity;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	RequestJournal(int capacity) {
		this.capacity = capacity;
	}

	synchronized void add(RecordedRequest request) {
		if (this.requests.size() == this.capacity) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	synchronized List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void clear() {
		this.requests.clear();
	}

}
