package io.github.resourcemonitor.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The folder of files of records, whose size is bounded: the oldest complete files are
 * deleted first, then what dead processes have left. Files that grow are not, nor are
 * files that this package has not written.
 *
 * @param path the folder
 * @param maxBytes the bound
 */
record RecordFolder(Path path, long maxBytes) {

	/**
	 * How much more is deleted than needed, in parts of the bound, so that not each
	 * record has to look at a folder of many small files.
	 */
	private static final int SPARE = 64;

	/**
	 * Create the folder if it is missing.
	 * @throws IOException if it cannot be created, is no folder, or cannot be written
	 */
	void create() throws IOException {
		// Asked first, because creating a folder fails where there is a link to one.
		if (!Files.isDirectory(this.path)) {
			if (Files.exists(this.path)) {
				throw new NotDirectoryException(this.path.toString());
			}
			Files.createDirectories(this.path);
		}
		if (!Files.isWritable(this.path)) {
			throw new AccessDeniedException(this.path.toString());
		}
	}

	/**
	 * Say what is wrong with the folder or a file in it.
	 */
	static String describe(IOException ex) {
		if (!(ex instanceof FileSystemException problem) || problem.getFile() == null) {
			return String.valueOf(ex.getMessage());
		}
		String file = "'" + problem.getFile() + "'";
		if (ex instanceof NotDirectoryException || ex instanceof FileAlreadyExistsException) {
			return file + " is not a folder";
		}
		if (ex instanceof AccessDeniedException) {
			return "access to " + file + " is denied";
		}
		if (ex instanceof NoSuchFileException) {
			return file + " does not exist";
		}
		return file + ": " + problem.getReason();
	}

	/**
	 * Make room for a file that grows.
	 * @param own the file, which is not deleted
	 * @param needed the number of bytes by which it is to grow
	 * @return the number of bytes that are then left; negative if other files that grow
	 * take up the room
	 * @throws IOException if a file cannot be deleted that has to
	 */
	long makeRoom(Path own, long needed) throws IOException {
		List<Found> files = list();
		long left = this.maxBytes - needed;
		for (Found file : files) {
			left -= file.bytes();
		}
		if (left >= 0) {
			return left;
		}
		files.sort(Comparator.comparing((Found file) -> file.name().open())
			.thenComparing(Found::name, RecordFileName.OLDEST_FIRST));
		IOException failure = null;
		for (Found file : files) {
			if (left >= this.maxBytes / SPARE) {
				return left;
			}
			if (file.path().equals(own)) {
				continue;
			}
			try {
				left += delete(file);
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		if (left < 0 && failure != null) {
			throw failure;
		}
		return left;
	}

	/**
	 * Delete a file, unless a process writes it.
	 * @return the number of bytes that it had, 0 if it is not deleted
	 */
	private static long delete(Found file) throws IOException {
		if (!file.name().open()) {
			Files.deleteIfExists(file.path());
			return file.bytes();
		}
		try (WriterLock lock = WriterLock.takeOver(file.path())) {
			if (lock == null) {
				return 0;
			}
			Files.deleteIfExists(file.path());
			return file.bytes();
		}
	}

	private List<Found> list() throws IOException {
		List<Found> files = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.path, "*.jsonl*")) {
			for (Path entry : entries) {
				Found found = find(entry);
				if (found != null) {
					files.add(found);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return files;
	}

	private static @Nullable Found find(Path entry) throws IOException {
		String text = String.valueOf(entry.getFileName());
		RecordFileName name = RecordFileName.parse(text);
		if (name == null) {
			deleteLock(entry, WriterLock.nameOfGrowing(text));
			return null;
		}
		try {
			BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return attributes.isRegularFile() ? new Found(entry, name, attributes.size()) : null;
		}
		catch (NoSuchFileException ex) {
			// Renamed or deleted by another process just now.
			return null;
		}
	}

	/**
	 * Delete the lock of a dead process whose file others have deleted or moved.
	 */
	private static void deleteLock(Path lock, @Nullable String name) {
		if (name == null || RecordFileName.parse(name) == null) {
			return;
		}
		Path growing = lock.resolveSibling(name);
		WriterLock present = Files.exists(growing) ? null : WriterLock.takeOver(growing);
		if (present != null) {
			present.close();
		}
	}

	/**
	 * A file of records.
	 *
	 * @param path the file
	 * @param name its name
	 * @param bytes its size
	 */
	private record Found(Path path, RecordFileName name, long bytes) {

	}

}
