package io.github.resourcemonitor.storageserver;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One resumable upload: the content received so far, then the answer to its end, which
 * the client may ask for again. Of a chunk that breaks off, the whole quanta are kept.
 * Safe for use by several threads.
 */
final class ResumableUpload {

	/** What an unfinished chunk is cut down to a multiple of. */
	private static final int QUANTUM = 256 * 1024;

	private final NewObject object;

	private final IncomingContent content;

	private @Nullable ApiResponse answer;

	ResumableUpload(NewObject object, IncomingContent content) {
		this.object = object;
		this.content = content;
	}

	/**
	 * Takes a chunk or, where the range carries none, a question for the state.
	 * @param range what the body is of the object
	 * @param body the body
	 * @param finish turns the whole content into the final answer
	 * @return 308 with the range received so far, or the final answer
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
