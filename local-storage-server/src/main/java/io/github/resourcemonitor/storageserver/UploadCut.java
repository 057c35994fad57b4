package io.github.resourcemonitor.storageserver;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * A cut of the first request body of a kind that is long enough. Thread-safe.
 */
final class UploadCut {

	private final Predicate<RequestLine> requests;

	private final long afterBytes;

	private final AtomicBoolean taken = new AtomicBoolean();

	UploadCut(Predicate<RequestLine> requests, long afterBytes) {
		this.requests = requests;
		this.afterBytes = afterBytes;
	}

	boolean applies(RequestLine line) {
		return this.requests.test(line);
	}

	long afterBytes() {
		return this.afterBytes;
	}

	/**
	 * Takes the cut, which succeeds only for the first body that reaches it.
	 * @return whether the cut was still available
	 */
	boolean take() {
		return this.taken.compareAndSet(false, true);
	}

	boolean isTaken() {
		return this.taken.get();
	}

}
