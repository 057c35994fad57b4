package io.github.resourcemonitor.storageserver;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One resumable upload: the content received so far, and after its end the final
 * response, which the client may request again. Of an interrupted chunk, complete quanta
 * are kept. Thread-safe.
 */
final class ResumableUpload {

	/** An interrupted chunk is truncated to a multiple of this size. */
	private static final int QUANTUM = 256 * 1024;

	private final NewObject object;

	private final IncomingContent content;

	private @Nullable ApiResponse answer;

	ResumableUpload(NewObject object, IncomingContent content) {
		this.object = object;
		this.content = content;
	}

	/**
	 * Handles a chunk or, if the range has none, a request for the status.
	 * @param range the range of the body in the object
	 * @param body the body
	 * @param finish creates the final response from the whole content
	 * @return 308 with the range received so far, or the final response
	 * @throws IOException if the body is malformed
	 */
	synchronized ApiResponse append(ContentRange range, InputStream body, Function<ObjectContent, ApiResponse> finish)
			throws IOException {
		if (this.answer != null) {
			return this.answer;
		}
		if (range.first() != null && range.last() != null) {
			append(range.first(), range.last(), range.total(), body);
		}
		long received = this.content.size();
		if (range.total() != null && range.total() == received) {
			this.answer = finish.apply(this.content.content());
			this.content.clear();
			return this.answer;
		}
		ApiResponse incomplete = ApiResponse.empty(308);
		return (received > 0) ? incomplete.header("Range", "bytes=0-" + (received - 1)) : incomplete;
	}

	private void append(long first, long last, @Nullable Long total, InputStream body) throws IOException {
		long received = this.content.size();
		if (first > received) {
			throw new ApiException(503,
					"Received bytes from " + first + " on, but only those up to " + received + " are there.");
		}
		long end = last + 1;
		if (total == null || total != end) {
			end -= end % QUANTUM;
		}
		this.content.checkSize(end);
		if (end > received) {
			body.skipNBytes(received - first);
			append(body, end);
		}
	}

	private void append(InputStream body, long end) throws IOException {
		byte[] piece = new byte[QUANTUM];
		while (this.content.size() < end) {
			int length = (int) Math.min(QUANTUM, end - this.content.size());
			if (body.readNBytes(piece, 0, length) < length) {
				throw new EOFException("The body ends before its range does");
			}
			this.content.add(piece, length);
		}
	}

	NewObject object() {
		return this.object;
	}

}
