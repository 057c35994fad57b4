package io.github.resourcemonitor.storageserver;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

/**
 * A request body as received: counts the bytes, and ends at a due cut. A failure to read
 * it to its end is an {@link UncheckedIOException}, so that it is not mistaken for
 * malformed content.
 */
final class RequestStream extends FilterInputStream {

	private static final int PIECE = 8 * 1024;

	private final long length;

	private @Nullable UploadCut cut;

	private long count;

	/**
	 * Creates the stream.
	 * @param in the body
	 * @param length the length announced by the client, -1 if unknown
	 * @param cut the due cut, {@code null} if there is none
	 */
	RequestStream(InputStream in, long length, @Nullable UploadCut cut) {
		super(in);
		this.length = length;
		this.cut = cut;
	}

	@Override
	public int read() {
		byte[] single = new byte[1];
		return (read(single, 0, 1) > 0) ? single[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) {
		try {
			// Wait for the byte after a cut, because the body may end here.
			long wanted = (this.cut != null) ? Math.min(Math.max(this.cut.afterBytes() - this.count, 1), length)
					: length;
			int read = this.in.read(bytes, offset, (int) wanted);
			if (read < 0) {
				return end();
			}
			if (read > 0 && this.cut != null && this.count >= this.cut.afterBytes()) {
				cut(this.cut);
			}
			this.count += read;
			return read;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public long skip(long count) {
		byte[] piece = new byte[(int) Math.min(count, PIECE)];
		return Math.max(read(piece, 0, piece.length), 0);
	}

	private int end() throws EOFException {
		if (this.count < this.length) {
			throw new EOFException("The request ends before its body does");
		}
		return -1;
	}

	private void cut(UploadCut due) throws EOFException {
		this.cut = null;
		if (due.take()) {
			throw new EOFException("Injected cut");
		}
	}

	/**
	 * Reads and discards the rest of the body.
	 */
	void drain() {
		byte[] piece = new byte[PIECE];
		while (read(piece, 0, piece.length) >= 0) {
			continue;
		}
	}

	long count() {
		return this.count;
	}

}
