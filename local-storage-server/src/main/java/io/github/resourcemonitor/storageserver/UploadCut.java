package io.github.resourcemonitor.storageserver;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * A cut through the first request body of a kind that is long enough. Safe for use by
 * several threads.
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
	 * Takes the cut, which only the first body that reaches it can do.
	 * @return whether it was still there
	 */
	boolean take() {
		return this.taken.compareAndSet(false, true);
	}

	boolean isTaken() {
		return this.taken.get();
	}

}
