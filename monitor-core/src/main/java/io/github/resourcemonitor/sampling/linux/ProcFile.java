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
 * A file of {@code /proc} or of a control group that remains open and is read from its
 * beginning each time: one {@code pread} into a reused buffer.
 * <p>
 * A {@link FileChannel} is closed if the reading thread is interrupted, and edges are
 * read on threads of the application. In that case the file is reopened and the interrupt
 * flag is preserved.
 * <p>
 * Not thread-safe.
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
	 * Open a file that does not exist on every system.
	 * @param path the file
	 * @param capacity the usual size of the file in bytes
	 * @return the file, or {@code null} if it cannot be opened
	 */
	static @Nullable ProcFile openIfPossible(Path path, int capacity) {
		try {
			return new ProcFile(path, capacity);
		}
		catch (IOException | RuntimeException ex) {
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
	 * Return the size of the file according to the file system.
	 * @return the size, in bytes or in the unit of the file system
	 * @throws IOException if the file has no size
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
	 * Return whether a chunk that did not fill the buffer was the last one. Such files
	 * have no size, and another read can cost as much as all the others, because the
	 * kernel searches a large table for sockets. It returns chunks of whole records up to
	 * the size of a page, so a much smaller chunk is the end of the file.
	 */
	private static boolean isLast(int n) {
		return n < SMALL;
	}

	/**
	 * Read a file without keeping it open.
	 * @param path the file
	 * @param text the target
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
			// Ignored, because nothing was written.
		}
	}

}
