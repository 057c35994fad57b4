package io.github.resourcemonitor.sampling.linux;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A file of {@code /proc} or of a control group that stays open and is read again from
 * its beginning each time: one {@code pread}, into a buffer that is kept.
 * <p>
 * A {@link FileChannel} is closed when the thread that reads it is interrupted, and edges
 * are read on the application's threads. Then the file is opened anew, and the thread
 * stays interrupted.
 * <p>
 * Not safe for use by several threads.
 */
final class ProcFile implements Closeable {

	private static final int SMALL = 2048;

	private final Path path;

	private final Text text;

	private ByteBuffer buffer;

	private FileChannel channel;

	private boolean closed;

	ProcFile(Path path, int capacity) throws IOException {
		this.path = path;
		this.text = new Text(capacity);
		this.buffer = ByteBuffer.allocateDirect(capacity);
		this.channel = open(path);
	}

	/**
	 * Open a file that not every system has.
	 * @param path the file
	 * @param capacity the size that it usually has
	 * @return the file, or {@code null} if it cannot be opened
	 */
	static @Nullable ProcFile openIfPossible(Path path, int capacity) {
		try {
			return new ProcFile(path, capacity);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static FileChannel open(Path path) throws IOException {
		return FileChannel.open(path, StandardOpenOption.READ);
	}

	/**
	 * Read the whole file.
	 * @return its text, valid until the next call
	 * @throws IOException if it cannot be read
	 */
	Text read() throws IOException {
		try {
			return fill();
		}
		catch (ClosedChannelException ex) {
			boolean interrupted = reopen(ex);
			try {
				return fill();
			}
			finally {
				restore(interrupted);
			}
		}
	}

	/**
	 * Return the size that the file system tells of the file.
	 * @return the size in bytes, or in whatever the file system counts
	 * @throws IOException if it tells none
	 */
	long size() throws IOException {
		try {
			return this.channel.size();
		}
		catch (ClosedChannelException ex) {
			boolean interrupted = reopen(ex);
			try {
				return this.channel.size();
			}
			finally {
				restore(interrupted);
			}
		}
	}

	private boolean reopen(ClosedChannelException ex) throws IOException {
		if (this.closed) {
			throw ex;
		}
		boolean interrupted = Thread.interrupted();
		try {
			this.channel = open(this.path);
			return interrupted;
		}
		catch (IOException | RuntimeException failure) {
			restore(interrupted);
			throw failure;
		}
	}

	private static void restore(boolean interrupted) {
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private Text fill() throws IOException {
		int length = 0;
		while (true) {
			int n = this.channel.read(this.buffer.limit(this.buffer.capacity()).position(length), length);
			if (n <= 0) {
				break;
			}
			length += n;
			if (length == this.buffer.capacity()) {
				grow();
			}
			else if (isLast(n)) {
				break;
			}
		}
		this.buffer.get(0, this.text.buffer(), 0, length);
		this.text.reset(length);
		return this.text;
	}

	private void grow() {
		ByteBuffer larger = ByteBuffer.allocateDirect(this.buffer.capacity() * 2);
		larger.put(this.buffer.flip());
		this.buffer = larger;
		this.text.grow();
	}

	/**
	 * Return whether a piece that did not fill the buffer was the last. Such files tell
	 * no size, and to ask once more can cost as much as the whole: sockets are looked for
	 * in a large table. The kernel hands out pieces of whole records up to a page, so one
	 * that is far smaller ends the file.
	 */
	private static boolean isLast(int n) {
		return n < SMALL;
	}

	/**
	 * Read a file that does not stay open.
	 * @param path the file
	 * @param text where to
	 * @return the text
	 * @throws IOException if it cannot be read
	 */
	static Text readOnce(String path, Text text) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
			int length = 0;
			while (true) {
				byte[] bytes = text.buffer();
				int n = file.read(bytes, length, bytes.length - length);
				if (n <= 0) {
					break;
				}
				length += n;
				if (length == bytes.length) {
					text.grow();
				}
				else if (isLast(n)) {
					break;
				}
			}
			text.reset(length);
		}
		return text;
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// Nothing was written to it.
		}
	}

}
