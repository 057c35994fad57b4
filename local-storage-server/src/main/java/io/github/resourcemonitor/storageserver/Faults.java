package io.github.resourcemonitor.storageserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The faults to be injected. Thread-safe.
 */
final class Faults {

	private final List<Failure> failures = new ArrayList<>();

	private final Deque<Long> cuts = new ArrayDeque<>();

	private final Deque<DownloadHold> holds = new ArrayDeque<>();

	private final List<UploadCut> uploadCuts = new ArrayList<>();

	synchronized void fail(Predicate<RequestLine> requests, int skip, int times, int status) {
		this.failures.add(new Failure(requests, skip, times, status));
	}

	synchronized void cutNextDownload(long afterBytes) {
		this.cuts.add(afterBytes);
	}

	synchronized void holdNextDownload(DownloadHold hold) {
		this.holds.add(hold);
	}

	synchronized void cutUpload(UploadCut cut) {
		this.uploadCuts.add(cut);
	}

	synchronized void clear() {
		this.failures.clear();
		this.cuts.clear();
		this.holds.clear();
		this.uploadCuts.clear();
	}

	/**
	 * Takes the failure that is due for a request.
	 * @param line the request
	 * @return the status of the response, empty if the request should be served
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
	 * @return the number of bytes to send, {@code length} without a cut
	 */
	synchronized long takeCut(RequestLine line, long length) {
		Long cut = this.cuts.peekFirst();
		if (cut == null || cut >= length || !line.isDownload()) {
			return length;
		}
		this.cuts.removeFirst();
		return cut;
	}

	/**
	 * Takes the hold that is due for a download.
	 * @param line the request
	 * @param length the number of bytes to send
	 * @return the hold, {@code null} if there is none
	 */
	synchronized @Nullable DownloadHold takeHold(RequestLine line, long length) {
		DownloadHold hold = this.holds.peekFirst();
		if (hold == null || hold.afterBytes() >= length || !line.isDownload()) {
			return null;
		}
		return this.holds.removeFirst();
	}

	/**
	 * Returns the cut that is due for a request body if the body is long enough. Does not
	 * take it yet.
	 * @param line the request
	 * @return the cut, {@code null} if there is none
	 */
	synchronized @Nullable UploadCut uploadCut(RequestLine line) {
		this.uploadCuts.removeIf(UploadCut::isTaken);
		return this.uploadCuts.stream().filter((cut) -> cut.applies(line)).findFirst().orElse(null);
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
