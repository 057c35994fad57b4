package io.github.resourcemonitor.file;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Writes lines to one file after the other, within the bounds of the options.
 * <p>
 * Not safe for use by several threads.
 */
final class RecordFileWriter {

	/**
	 * The most that a file grows by when it is completed.
	 */
	private static final int END_BYTES = 16;

	private final RecordFolder folder;

	private final RecordFileOptions options;

	private final Clock clock;

	private final DiskFile.Opener opener;

	private @Nullable GrowingFile current;

	private int number;

	/**
	 * How much may be written until the size of the folder is looked at again.
	 */
	private long room;

	RecordFileWriter(RecordFolder folder, RecordFileOptions options, Clock clock, DiskFile.Opener opener) {
		this.folder = folder;
		this.options = options;
		this.clock = clock;
		this.opener = opener;
	}

	/**
	 * Return the file that grows, {@code null} if there is none.
	 */
	@Nullable GrowingFile current() {
		return this.current;
	}

	/**
	 * Write a line. If that fails, it is not in the file, and may be written again.
	 * @param origin the function and instance that have the file
	 * @param line the line with its end
	 */
	void write(String origin, byte[] line) throws IOException {
		GrowingFile file = this.current;
		if (file != null && (file.isEnded() || file.isBroken() || !file.name().origin().equals(origin) || isOld())) {
			complete();
			file = null;
		}
		if (file == null) {
			file = begin(origin);
		}
		int growth = file.prepare(line);
		if (!file.isEmpty() && file.sizeWithPrepared() > this.options.maxFileBytes()) {
			file.discard();
			complete();
			file = begin(origin);
			growth = file.prepare(line);
		}
		makeRoom(file, growth);
		file.commit();
		this.room -= growth;
	}

	private GrowingFile begin(String origin) throws IOException {
		this.folder.create();
		Instant now = this.clock.instant();
		RecordFileName name = RecordFileName.begin(origin, now, this.number + 1, this.options.gzip());
		GrowingFile file = GrowingFile.begin(this.folder.path(), name, now, this.opener);
		this.number = file.name().number();
		this.current = file;
		this.room -= END_BYTES;
		return file;
	}

	private void makeRoom(GrowingFile file, int growth) throws IOException {
		if (growth <= this.room) {
			return;
		}
		boolean made = false;
		try {
			long left = this.folder.makeRoom(file.path(), growth + END_BYTES);
			// Others may write to the same folder, or have filled it with files that
			// grow.
			this.room = growth + Math.min((left >= 0) ? left : Long.MAX_VALUE, this.options.maxFileBytes());
			made = true;
		}
		finally {
			if (!made) {
				file.discard();
			}
		}
	}

	/**
	 * Return whether what was written is still there. It is not if somebody has deleted
	 * or changed the file; then the next line begins another.
	 */
	boolean isIntact() throws IOException {
		GrowingFile file = this.current;
		if (file == null || file.isBroken() || file.isIntact()) {
			return true;
		}
		file.abandon();
		this.current = null;
		return false;
	}

	boolean isOld() {
		GrowingFile file = this.current;
		return file != null && remaining(file).compareTo(Duration.ZERO) <= 0;
	}

	/**
	 * Return the time until a file is old; negative if it is.
	 */
	Duration remaining(GrowingFile file) {
		return this.options.maxAge().minus(Duration.between(file.begun(), this.clock.instant()));
	}

	/**
	 * Complete the file that grows, if there is one. If it ends in a part of a line that
	 * could not be cut off, it is left as it is, for the reader, who passes over it.
	 */
	void complete() throws IOException {
		GrowingFile file = this.current;
		if (file == null) {
			return;
		}
		if (file.isBroken()) {
			file.abandon();
		}
		else {
			file.complete();
		}
		this.current = null;
	}

}
