package io.github.resourcemonitor.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import io.github.resourcemonitor.file.SkippedLine.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one file, compressed or not, whether it is complete or has been cut off.
 */
final class LineSource implements Closeable {

	static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

	private static final int BUFFER_BYTES = 64 * 1024;

	private static final int GZIP_MAGIC = 0x1f8b;

	private final Tail tail;

	private final InputStream stream;

	private final byte[] buffer = new byte[BUFFER_BYTES];

	private int position;

	private int limit;

	private byte[] line = new byte[8 * 1024];

	private int length;

	private long number;

	private @Nullable Reason problem;

	private LineSource(Tail tail, InputStream stream) {
		this.tail = tail;
		this.stream = stream;
	}

	static LineSource open(Path file) throws IOException {
		Tail tail = new Tail(Files.newInputStream(file));
		try {
			BufferedInputStream raw = new BufferedInputStream(tail, BUFFER_BYTES);
			raw.mark(2);
			int magic = (raw.read() << 8) | raw.read();
			raw.reset();
			boolean compressed = magic == GZIP_MAGIC;
			return new LineSource(tail, compressed ? new GZIPInputStream(raw, BUFFER_BYTES) : raw);
		}
		catch (IOException ex) {
			tail.close();
			throw ex;
		}
	}

	/**
	 * Read the next line that is not blank.
	 * @return what it is, or {@code null} at the end of the file
	 */
	@Nullable Line next() {
		do {
			this.length = 0;
			this.problem = null;
			this.number++;
			if (!read()) {
				return null;
			}
		}
		while (this.problem == null && isBlank());
		return new Line(this.number, this.problem, this.line, this.length);
	}

	private boolean isBlank() {
		for (int i = 0; i < this.length; i++) {
			if (this.line[i] != ' ' && this.line[i] != '\t' && this.line[i] != '\r') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Read a line, or find out what is wrong with it.
	 * @return whether there is one
	 */
	private boolean read() {
		while (true) {
			if (this.position == this.limit) {
				try {
					if (!fill()) {
						return isCutOff();
					}
				}
				catch (EOFException ex) {
					return isCutOff() || !this.tail.isFlushed() && cutOff();
				}
				catch (IOException ex) {
					this.problem = Reason.UNREADABLE;
					return true;
				}
			}
			int end = this.position;
			while (end < this.limit && this.buffer[end] != '\n') {
				end++;
			}
			keep(end);
			this.position = end;
			if (end < this.limit) {
				this.position++;
				if (this.length > 0 && this.line[this.length - 1] == '\r') {
					this.length--;
				}
				return true;
			}
		}
	}

	/**
	 * Return whether the file ended within a line.
	 */
	private boolean isCutOff() {
		return (this.length > 0 || this.problem == Reason.TOO_LONG) && cutOff();
	}

	private boolean cutOff() {
		this.problem = Reason.CUT_OFF;
		return true;
	}

	private boolean fill() throws IOException {
		int count = this.stream.read(this.buffer);
		this.position = 0;
		this.limit = Math.max(0, count);
		return count > 0;
	}

	/**
	 * Append a part of the buffer to the line, unless it becomes too long.
	 */
	private void keep(int end) {
		int count = end - this.position;
		if (this.problem != null || this.length + count > MAX_LINE_BYTES) {
			this.problem = Reason.TOO_LONG;
			return;
		}
		if (this.length + count > this.line.length) {
			this.line = Arrays.copyOf(this.line, Math.max(this.line.length * 2, this.length + count));
		}
		System.arraycopy(this.buffer, this.position, this.line, this.length, count);
		this.length += count;
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

	/**
	 * A line, or what is in its place.
	 *
	 * @param number its number, from 1
	 * @param problem why it is none; {@code null} if it is one
	 * @param bytes holds the line, from its start on, until the next is read
	 * @param length its length, without its end
	 */
	record Line(long number, @Nullable Reason problem, byte[] bytes, int length) {

		/**
		 * Return whether nothing follows.
		 */
		boolean isLast() {
			return this.problem == Reason.CUT_OFF || this.problem == Reason.UNREADABLE;
		}

	}

	/**
	 * Knows the last bytes that were read. Those of a compressed file that is not
	 * complete tell whether its last line is.
	 */
	private static final class Tail extends FilterInputStream {

		/**
		 * What a deflated stream ends with after a flush: an empty block.
		 */
		private static final int FLUSHED = 0x0000ffff;

		private int last;

		Tail(InputStream stream) {
			super(stream);
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			int count = super.read(target, offset, length);
			for (int i = Math.max(0, count - Integer.BYTES); i < count; i++) {
				this.last = (this.last << 8) | (target[offset + i] & 0xff);
			}
			return count;
		}

		boolean isFlushed() {
			return this.last == FLUSHED;
		}

	}

}
