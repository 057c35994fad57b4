package io.github.resourcemonitor.storageserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The faults still to be injected. Safe for use by several threads.
 */
final class Faults {

	private final List<Failure> failures = new ArrayList<>();

	private final Deque<Long> cuts = new ArrayDeque<>();

	synchronized void fail(Predicate<RequestLine> requests, int skip, int times, int status) {
		this.failures.add(new Failure(requests, skip, times, status));
	}

	synchronized void cutNextDownload(long afterBytes) {
		this.cuts.add(afterBytes);
	}

	synchronized void clear() {
		this.failures.clear();
		this.cuts.clear();
	}

	/**
	 * Takes the failure that is due for a request.
	 * @param line the request
	 * @return the status to answer with, empty if the request is to be served
	 */
	synchronized OptionalInt takeFailure(RequestLine line) {
		for (Iterator<Failure> iterator = this.failures.iterator(); iterator.hasNext();) {
			Failure failure = iterator.next();
			if (failure.applies(line)) {
				if (failure.exhausted()) {
					iterator.remove();
				}
				return OptionalInt.of(failure.status);
			}
		}
		return OptionalInt.empty();
	}

	/**
	 * Takes the cut that is due for a download.
	 * @param line the request
	 * @param length the length of the response body
	 * @return how many bytes to send, {@code length} if nothing is to be cut
	 */
	synchronized long takeCut(RequestLine line, long length) {
		Long cut = this.cuts.peekFirst();
		if (cut == null || cut >= length || !line.isDownload()) {
			return length;
		}
		this.cuts.removeFirst();
		return cut;
	}

	private static final class Failure {

		private final Predicate<RequestLine> requests;

		private final int status;

		private int skip;

		private int times;

		Failure(Predicate<RequestLine> requests, int skip, int times, int status) {
			this.requests = requests;
			this.skip = skip;
			this.times = times;
			this.status = status;
		}

		boolean applies(RequestLine line) {
			if (this.times <= 0 || !this.requests.test(line)) {
				return false;
			}
			if (this.skip > 0) {
				this.skip--;
				return false;
			}
			this.times--;
			return true;
		}

		boolean exhausted() {
			return this.times <= 0;
		}

	}

}
