package io.github.resourcemonitor.sampling.linux;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file of {@code /proc} or of a control group that stays open and is read again from
 * its beginning each time.
 * <p>
 * A {@link RandomAccessFile}, because a {@code FileChannel} is closed when the reading
 * thread is interrupted, and edges are read on the application's threads.
 * <p>
 * Not safe for use by several threads.
 */
final class ProcFile implements Closeable {

	/**
	 * The kernel hands out a seq_file in pieces of at most a page or so; one that is far
	 * smaller comes whole.
	 */
	private static final int SMALL = 2048;

	private final RandomAccessFile file;

	private final Text text;

	ProcFile(Path path, int capacity) throws IOException {
		this.file = new RandomAccessFile(path.toFile(), "r");
		this.text = new Text(capacity);
	}

	/**
	 * Read the whole file.
	 * @return its text, valid until the next call
	 * @throws IOException if it cannot be read
	 */
	Text read() throws IOException {
		this.file.seek(0);
		fill(this.file, this.text);
		return this.text;
	}

	private static void fill(RandomAccessFile file, Text text) throws IOException {
		int length = 0;
		// Such files tell no size. A read that does not fill the buffer was the last for
		// the
		// small ones; those that come in pieces of a page go on until nothing comes.
		while (true) {
			byte[] buffer = text.buffer();
			int n = file.read(buffer, length, buffer.length - length);
			if (n <= 0) {
				break;
			}
			length += n;
			if (length == buffer.length) {
				text.grow();
			}
			else if (length < SMALL) {
				break;
			}
		}
		text.reset(length);
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
			fill(file, text);
		}
		return text;
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			// Nothing was written to it.
		}
	}

}
