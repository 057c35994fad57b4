package io.github.resourcemonitor.storageserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest requests in the order of their responses. Thread-safe.
 * <p>
 * A client that does not wait for its response may disconnect long before the server
 * notices. So a request is registered at its start, and a request that is in progress
 * when the journal is cleared never appears in it.
 */
final class RequestJournal {

	private final int capacity;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	private long clears;

	RequestJournal(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Begins a request.
	 * @param line the request
	 * @return the entry, to be completed before the client can receive the whole response
	 */
	synchronized Entry begin(RequestLine line) {
		return new Entry(line, this.clears);
	}

	synchronized List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void clear() {
		this.requests.clear();
		this.clears++;
	}

	private synchronized void add(RecordedRequest request, long clears) {
		if (this.clears != clears) {
			return;
		}
		if (this.requests.size() == this.capacity) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	/**
	 * A request in progress. Not thread-safe.
	 */
	final class Entry {

		private final RequestLine line;

		private final long clears;

		private boolean complete;

		private Entry(RequestLine line, long clears) {
			this.line = line;
			this.clears = clears;
		}

		/**
		 * Adds the request to the journal, unless it was added before or the journal was
		 * cleared since its start.
		 * @param status the status of the response, 0 if there is none
		 * @param requestBytes the bytes received
		 * @param responseBytes the bytes sent
		 */
		void complete(int status, long requestBytes, long responseBytes) {
			if (!this.complete) {
				this.complete = true;
				add(new RecordedRequest(this.line.method(), this.line.path(), this.line.query(), status, requestBytes,
						responseBytes), this.clears);
			}
		}

	}

}
