package io.github.resourcemonitor.servicecall;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Counts the requests of one service call. Safe for use by any thread.
 */
final class RequestCounters {

	private static final AtomicLongFieldUpdater<RequestCounters> ATTEMPTS = updater("attempts");

	private static final AtomicLongFieldUpdater<RequestCounters> RETRIES = updater("retries");

	private static final AtomicLongFieldUpdater<RequestCounters> SENT = updater("sentBytes");

	private static final AtomicLongFieldUpdater<RequestCounters> RECEIVED = updater("receivedBytes");

	private volatile long attempts;

	private volatile long retries;

	private volatile long sentBytes;

	private volatile long receivedBytes;

	private static AtomicLongFieldUpdater<RequestCounters> updater(String field) {
		return AtomicLongFieldUpdater.newUpdater(RequestCounters.class, field);
	}

	/**
	 * A request is being sent.
	 * @param again whether it follows a failed one
	 */
	void attempt(boolean again) {
		ATTEMPTS.incrementAndGet(this);
		if (again) {
			RETRIES.incrementAndGet(this);
		}
	}

	void sent(long wireBytes) {
		SENT.addAndGet(this, wireBytes);
	}

	void received(long wireBytes) {
		RECEIVED.addAndGet(this, wireBytes);
	}

	long attempts() {
		return this.attempts;
	}

	long retries() {
		return this.retries;
	}

	long sentBytes() {
		return this.sentBytes;
	}

	long receivedBytes() {
		return this.receivedBytes;
	}

}
