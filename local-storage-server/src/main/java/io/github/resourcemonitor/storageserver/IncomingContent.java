package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Content that is being uploaded: kept in pieces, or checksummed and discarded. Not
 * thread-safe.
 */
final class IncomingContent {

	private static final int PIECE = 64 * 1024;

	private final boolean discarding;

	private final CRC32C checksum = new CRC32C();

	private final List<byte[]> pieces = new ArrayList<>();

	private long size;

	IncomingContent(boolean discarding) {
		this.discarding = discarding;
	}

	long size() {
		return this.size;
	}

	/**
	 * Fails if content of a size cannot be kept.
	 * @param size the expected size of the content
	 */
	void checkSize(long size) {
		if (!this.discarding && size > ObjectBytes.MAX_ARRAY) {
			throw new ApiException(413, "The local storage server does not hold objects of 2 GB or more.");
		}
	}

	void add(byte[] piece, int length) {
		checkSize(this.size + length);
		if (this.discarding) {
			this.checksum.update(piece, 0, length);
		}
		else {
			this.pieces.add(Arrays.copyOf(piece, length));
		}
		this.size += length;
	}

	void addAll(InputStream in) throws IOException {
		byte[] piece = new byte[PIECE];
		for (int read = in.readNBytes(piece, 0, PIECE); read > 0; read = in.readNBytes(piece, 0, PIECE)) {
			add(piece, read);
		}
	}

	/**
	 * Returns the content received so far.
	 * @return the content
	 */
	ObjectContent content() {
		return this.discarding ? ObjectContent.discarded(this.size, Crc32c.of(this.checksum))
				: ObjectContent.of(join());
	}

	private byte[] join() {
		byte[] content = new byte[(int) this.size];
		int position = 0;
		for (byte[] piece : this.pieces) {
			System.arraycopy(piece, 0, content, position, piece.length);
			position += piece.length;
		}
		return content;
	}

	/**
	 * Releases the memory.
	 */
	void clear() {
		this.pieces.clear();
	}

}
