package io.github.resourcemonitor.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file that one process writes. An interrupt of the thread does not close it, as it
 * would close a channel.
 */
interface DiskFile extends Closeable {

	/**
	 * Append bytes; if that fails, some of them may be in the file.
	 */
	void append(byte[] bytes, int length) throws IOException;

	long length() throws IOException;

	/**
	 * Cut the end off.
	 */
	void truncate(long length) throws IOException;

	/**
	 * Open a file.
	 * @param path the file, which must exist
	 */
	static DiskFile open(Path path) throws IOException {
		return new OpenFile(new RandomAccessFile(path.toFile(), "rw"));
	}

	/**
	 * Opens files.
	 */
	@FunctionalInterface
	interface Opener {

		DiskFile open(Path path) throws IOException;

	}

	/**
	 * A file of the system.
	 *
	 * @param file the file
	 */
	record OpenFile(RandomAccessFile file) implements DiskFile {

		@Override
		public void append(byte[] bytes, int length) throws IOException {
			this.file.write(bytes, 0, length);
		}

		@Override
		public long length() throws IOException {
			return this.file.length();
		}

		@Override
		public void truncate(long length) throws IOException {
			this.file.setLength(length);
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
