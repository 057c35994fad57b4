package io.github.resourcemonitor.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that one process writes. An interrupt of the thread does not close it, as it
 * would close a channel.
 */
interface DiskFile extends Closeable {

	/**
	 * Where a growing file is locked: behind its content, because on some systems others
	 * cannot read what is locked.
	 */
	long LOCKED = Long.MAX_VALUE - 1;

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
	 * Open a file and mark it as one that its process writes.
	 * @param path the file, which must exist
	 */
	static DiskFile open(Path path) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			// The lock is given back by the system when the process is killed.
			file.getChannel().tryLock(LOCKED, 1, false);
		}
		catch (IOException | UnsupportedOperationException ex) {
			// The file system has no locks, so nobody can tell that a file is left over.
		}
		return new OpenFile(file);
	}

	/**
	 * Return whether a file that is not complete has no process any longer that writes
	 * it. Where that cannot be known, it has one.
	 * @param path the file
	 */
	static boolean isLeftOver(Path path) {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
			return channel.tryLock(LOCKED, 1, false) != null;
		}
		catch (IOException | UnsupportedOperationException | OverlappingFileLockException ex) {
			return false;
		}
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
