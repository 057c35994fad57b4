package io.github.resourcemonitor.file;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where files of records are, and how large and old they become.
 *
 * @param folder the folder; created if it is missing
 * @param maxFileBytes the size from which on a file is complete; a single record that is
 * larger has a file of its own
 * @param maxAge the age from which on a file is complete
 * @param maxTotalBytes the size of all files of records in the folder, beyond which the
 * oldest are deleted; at least two files
 * @param gzip whether files are compressed
 */
public record RecordFileOptions(Path folder, long maxFileBytes, Duration maxAge, long maxTotalBytes, boolean gzip) {

	private static final long MEGABYTE = 1 << 20;

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a number or duration is out of range
	 */
	public RecordFileOptions {
		check(maxFileBytes > 0, "The size of a file must be positive, but is ", maxFileBytes);
		check(!maxAge.isNegative() && !maxAge.isZero() && maxAge.compareTo(LONGEST) <= 0,
				"The age of a file must be positive and at most 365 days, but is ", maxAge);
		check(maxTotalBytes / 2 >= maxFileBytes, "The size of all files must be at least twice that of one, but is ",
				maxTotalBytes);
	}

	private static void check(boolean valid, String message, Object value) {
		if (!valid) {
			throw new IllegalArgumentException(message + value);
		}
	}

	/**
	 * Return the default options for a folder: files of 8 MB or an hour, 64 MB in all,
	 * not compressed.
	 * @param folder the folder
	 * @return the options
	 */
	public static RecordFileOptions in(Path folder) {
		return new RecordFileOptions(folder, 8 * MEGABYTE, Duration.ofHours(1), 64 * MEGABYTE, false);
	}

}
