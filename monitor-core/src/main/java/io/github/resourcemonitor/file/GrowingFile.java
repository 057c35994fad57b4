package io.github.resourcemonitor.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A file that is not complete yet. Lines are whole in it: what was written of a line
 * before that failed is cut off again.
 * <p>
 * Not safe for use by several threads.
 */
final class GrowingFile {

	private static final int ATTEMPTS = 100_000;

	private final Path folder;

	private final RecordFileName name;

	private final Instant begun;

	private final DiskFile file;

	private final WriterLock lock;

	private final LineEncoder encoder;

	/**
	 * The size up to the end of the last whole line.
	 */
	private long length;

	private boolean broken;

	private boolean ended;

	private LineEncoder.Encoded encoded = new LineEncoder.Encoded(new byte[0], 0);

	private GrowingFile(Path folder, RecordFileName name, Instant begun, DiskFile file, WriterLock lock) {
		this.folder = folder;
		this.name = name;
		this.begun = begun;
		this.file = file;
		this.lock = lock;
		this.encoder = name.gzip() ? new GzipEncoder() : new LineEncoder.Plain();
	}

	/**
	 * Begin a file. If the name is in use, the next number that is free is taken.
	 * @param folder the folder, which must exist
	 * @param wanted the name
	 * @param now the current time
	 * @param opener opens the file
	 */
	static GrowingFile begin(Path folder, RecordFileName wanted, Instant now, DiskFile.Opener opener)
			throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			RecordFileName name = wanted.numbered(wanted.number() + i);
			Path path = folder.resolve(name.toString());
			if (Files.exists(folder.resolve(name.complete().toString())) || Files.exists(path)) {
				continue;
			}
			WriterLock lock = WriterLock.acquire(path);
			GrowingFile file = (lock != null) ? create(folder, name, now, opener, lock) : null;
			if (file != null) {
				return file;
			}
		}
		throw new FileAlreadyExistsException(folder.resolve(wanted.toString()).toString());
	}

	private static @Nullable GrowingFile create(Path folder, RecordFileName name, Instant now, DiskFile.Opener opener,
			WriterLock lock) throws IOException {
		Path path = folder.resolve(name.toString());
		boolean created = false;
		GrowingFile file = null;
		try {
			Files.createFile(path);
			created = true;
			file = new GrowingFile(folder, name, now, opener.open(path), lock);
			return file;
		}
		catch (FileAlreadyExistsException ex) {
			return null;
		}
		finally {
			if (file == null) {
				if (created) {
					Files.deleteIfExists(path);
				}
				lock.close();
			}
		}
	}

	RecordFileName name() {
		return this.name;
	}

	Path path() {
		return this.folder.resolve(this.name.toString());
	}

	Instant begun() {
		return this.begun;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Return whether the file is as it was left, so that no one else has deleted, moved
	 * or changed it.
	 */
	boolean isIntact() throws IOException {
		return Files.exists(path()) && (this.ended || this.file.length() == this.length);
	}

	/**
	 * Return whether nothing can be written any longer, because the file is complete but
	 * for its name.
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return whether the file ends in a part of a line that could not be cut off.
	 */
	boolean isBroken() {
		return this.broken;
	}

	/**
	 * Encode the next line.
	 * @return the number of bytes by which it makes the file grow
	 */
	int prepare(byte[] line) {
		this.encoded = this.encoder.encode(line);
		return this.encoded.length();
	}

	/**
	 * Return the size that the complete file would have with the prepared line.
	 */
	long sizeWithPrepared() {
		return this.length + this.encoded.length() + this.encoder.end().length;
	}

	/**
	 * Do not write the prepared line.
	 */
	void discard() {
		this.encoder.rejected();
	}

	/**
	 * Write the prepared line, in one call.
	 */
	void commit() throws IOException {
		boolean written = false;
		try {
			append(this.encoded.bytes(), this.encoded.length());
			written = true;
		}
		finally {
			if (written) {
				this.encoder.accepted();
			}
			else {
				this.encoder.rejected();
			}
		}
	}

	private void append(byte[] bytes, int count) throws IOException {
		boolean written = false;
		try {
			this.file.append(bytes, count);
			this.length += count;
			written = true;
		}
		finally {
			if (!written) {
				cutOff();
			}
		}
	}

	/**
	 * Cut off what was written of a line.
	 */
	private void cutOff() {
		try {
			this.file.truncate(this.length);
		}
		catch (IOException ex) {
			this.broken = true;
		}
	}

	/**
	 * Complete the file: it is closed and has its final name. If that fails, it can be
	 * tried again. A file without a line is deleted, and one that others have deleted is
	 * not complained about.
	 */
	void complete() throws IOException {
		if (!this.ended) {
			if (!isEmpty()) {
				byte[] end = this.encoder.end();
				append(end, end.length);
			}
			this.ended = true;
			this.encoder.close();
			this.file.close();
		}
		try {
			if (isEmpty()) {
				Files.deleteIfExists(path());
			}
			else {
				rename();
			}
		}
		catch (NoSuchFileException ex) {
			// Deleted by others, who know what they do.
		}
		finally {
			this.lock.close();
		}
	}

	private void rename() throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			RecordFileName complete = this.name.complete().numbered(this.name.number() + i);
			try {
				Files.move(path(), this.folder.resolve(complete.toString()));
				return;
			}
			catch (FileAlreadyExistsException ex) {
				// Of another process with the same instance, so the next number is taken.
			}
		}
		throw new FileAlreadyExistsException(path().toString());
	}

	/**
	 * Leave the file as it is, for the reader, who passes over what is cut off.
	 */
	void abandon() {
		this.encoder.close();
		try {
			this.file.close();
		}
		catch (IOException ex) {
			// Closed by the end of the process.
		}
		this.lock.close();
	}

}
