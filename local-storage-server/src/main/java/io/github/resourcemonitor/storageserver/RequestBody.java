package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * The encoded body of a request: an array, or a stream if it may be larger than the heap.
 * Not thread-safe.
 */
final class RequestBody {

	private final InputStream in;

	private final long length;

	private byte @Nullable [] bytes;

	/**
	 * Creates a body that is read on demand.
	 * @param in the body
	 * @param length its length, -1 if unknown
	 */
	RequestBody(InputStream in, long length) {
		this.in = in;
		this.length = length;
	}

	static RequestBody of(byte[] bytes) {
		return new RequestBody(new ByteArrayInputStream(bytes), bytes.length);
	}

	/**
	 * Returns the length. Reads the body if its length is unknown.
	 * @return the length in bytes
	 */
	long length() {
		return (this.length >= 0) ? this.length : bytes().length;
	}

	byte[] bytes() {
		if (this.bytes == null) {
			this.bytes = read();
		}
		return this.bytes;
	}

	private byte[] read() {
		if (this.length > ObjectBytes.MAX_ARRAY) {
			throw new ApiException(413, "A request of " + this.length + " bytes does not fit into an array.");
		}
		try {
			if (this.length < 0) {
				return this.in.readAllBytes();
			}
			byte[] body = new byte[(int) this.length];
			this.in.readNBytes(body, 0, body.length);
			return body;
		}
		catch (IOException ex) {
			throw ApiException.invalid("Malformed: " + ex.getMessage());
		}
	}

	/**
	 * Returns the body as a stream. Must not be called more than once.
	 * @return the stream
	 */
	InputStream stream() {
		return (this.bytes != null) ? new ByteArrayInputStream(this.bytes) : this.in;
	}

}
