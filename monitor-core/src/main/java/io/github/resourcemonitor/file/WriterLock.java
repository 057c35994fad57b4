package io.github.resourcemonitor.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The lock of a growing file, which tells that a process writes it. The system gives it
 * back when the process is killed. It is held on an empty, hidden file beside the other:
 * on Linux a process loses its lock on a file as soon as it closes any descriptor of that
 * file, such as that of a reader, and this one is never opened to be read.
 * <p>
 * Thread-safe.
 */
final class WriterLock implements Closeable {

	/**
	 * The locks that this process holds, so that it does not open their files again. As
	 * the system's locks are, they belong to the process.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private static final String HIDDEN = ".";

	private static final String ENDING = ".lock";

	private final Path path;

	private final @Nullable FileChannel channel;

	private WriterLock(Path path, @Nullable FileChannel channel) {
		this.path = path;
		this.channel = channel;
	}

	/**
	 * Acquire the lock of a file that is about to be created, so that it is never without
	 * one.
	 * @param growing the growing file
	 * @return the lock, {@code null} if another writer has it
	 */
	static @Nullable WriterLock acquire(Path growing) throws IOException {
		Path path = path(growing);
		if (!HELD.add(path)) {
			return null;
		}
		FileChannel channel = null;
		boolean acquired = false;
		try {
			channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			// It may have been deleted as left over before it was locked.
			acquired = mayWrite(channel) && Files.exists(path);
			return acquired ? new WriterLock(path, channel) : null;
		}
		finally {
			if (!acquired) {
				close(channel);
				HELD.remove(path);
			}
		}
	}

	private static boolean mayWrite(FileChannel channel) {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException | UnsupportedOperationException ex) {
			// Without locks, it cannot be told that a file is left over.
			return true;
		}
	}

	/**
	 * Take over the lock of a file that no process writes any longer. Where that cannot
	 * be known, one does.
	 * @param growing the growing file
	 * @return the lock, {@code null} if another writer has it
	 */
	static @Nullable WriterLock takeOver(Path growing) {
		Path path;
		try {
			path = path(growing);
		}
		catch (IOException ex) {
			return null;
		}
		if (!HELD.add(path)) {
			return null;
		}
		FileChannel channel = null;
		boolean acquired = false;
		try {
			channel = FileChannel.open(path, StandardOpenOption.WRITE);
			acquired = channel.tryLock() != null;
			return acquired ? new WriterLock(path, channel) : null;
		}
		catch (NoSuchFileException ex) {
			acquired = true;
			return new WriterLock(path, null);
		}
		catch (IOException | UnsupportedOperationException | OverlappingFileLockException ex) {
			return null;
		}
		finally {
			if (!acquired) {
				close(channel);
				HELD.remove(path);
			}
		}
	}

	private static Path path(Path growing) throws IOException {
		Path file = growing.toAbsolutePath();
		Path folder = file.resolveSibling("").toRealPath();
		return folder.resolve(HIDDEN + file.getFileName() + ENDING);
	}

	/**
	 * Return the name of the growing file to which a file belongs if it is a lock.
	 * @param name the name of the file
	 * @return the name, {@code null} if the file is no lock
	 */
	static @Nullable String nameOfGrowing(String name) {
		boolean lock = name.startsWith(HIDDEN) && name.endsWith(RecordFileName.OPEN + ENDING);
		return lock ? name.substring(HIDDEN.length(), name.length() - ENDING.length()) : null;
	}

	/**
	 * Give the lock back and delete its file. Closing it again tries again to delete it.
	 */
	@Override
	public void close() {
		if (this.channel != null) {
			try {
				// While it is held, so that it is not that of another writer.
				Files.deleteIfExists(this.path);
			}
			catch (IOException ex) {
				// Deleted with what dead processes have left.
			}
			close(this.channel);
		}
		HELD.remove(this.path);
	}

	private static void close(@Nullable FileChannel channel) {
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				// Closed by the end of the process.
			}
		}
	}

}
