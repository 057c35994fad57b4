package io.github.resourcemonitor.storageserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One resumable upload: the content received so far, then the answer to its end, which
 * the client may ask for again. Safe for use by several threads.
 */
final class ResumableUpload {

	/** What an unfinished chunk is cut down to a multiple of. */
	private static final int QUANTUM = 256 * 1024;

	private final NewObject object;

	private final List<byte[]> chunks = new ArrayList<>();

	private int received;

	private @Nullable ApiResponse answer;

	ResumableUpload(NewObject object) {
		this.object = object;
	}

	/**
	 * Takes a chunk or, where the range carries none, a question for the state.
	 * @param range what the body is of the object
	 * @param body the body
	 * @param finish turns the whole content into the final answer
	 * @return 308 with the range received so far, or the final answer
	 */
	synchronized ApiResponse append(ContentRange range, byte[] body, Function<byte[], ApiResponse> finish) {
		if (this.answer != null) {
			return this.answer;
		}
		if (range.first() != null) {
			append(range.first(), body, range.total());
		}
		if (range.total() != null && range.total() == this.received) {
			this.answer = finish.apply(content());
			this.chunks.clear();
			return this.answer;
		}
		ApiResponse incomplete = ApiResponse.empty(308);
		return (this.received > 0) ? incomplete.header("Range", "bytes=0-" + (this.received - 1)) : incomplete;
	}

	private void append(long first, byte[] body, @Nullable Long total) {
		if (first > this.received) {
			throw new ApiException(503,
					"Received bytes from " + first + " on, but only those up to " + this.received + " are there.");
		}
		long end = first + body.length;
		if (total == null || total != end) {
			end -= end % QUANTUM;
		}
		if (end > Integer.MAX_VALUE - 8) {
			throw new ApiException(413, "The local storage server does not hold objects of 2 GB or more.");
		}
		if (end > this.received) {
			int from = (int) (this.received - first);
			int to = (int) (end - first);
			this.chunks.add((from == 0 && to == body.length) ? body : Arrays.copyOfRange(body, from, to));
			this.received = (int) end;
		}
	}

	private byte[] content() {
		if (this.chunks.size() == 1) {
			return this.chunks.get(0);
		}
		byte[] content = new byte[this.received];
		int position = 0;
		for (byte[] chunk : this.chunks) {
			System.arraycopy(chunk, 0, content, position, chunk.length);
			position += chunk.length;
		}
		return content;
	}

	NewObject object() {
		return this.object;
	}

}
