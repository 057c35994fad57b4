package io.github.resourcemonitor.file;

import java.nio.file.Path;

/**
 * A line that is no record, and so was not read.
 *
 * @param file the file
 * @param number the number of the line in it, from 1
 * @param reason why it was skipped
 */
public record SkippedLine(Path file, long number, Reason reason) {

	/**
	 * Why a line was skipped.
	 */
	public enum Reason {

		/**
		 * The file ends within the line, because the process was killed, or is still
		 * writing it.
		 */
		CUT_OFF,

		/**
		 * It is no whole JSON object.
		 */
		NOT_AN_OBJECT,

		/**
		 * It is longer than any record: more than 16 MB.
		 */
		TOO_LONG,

		/**
		 * The file cannot be read or decompressed from here on.
		 */
		UNREADABLE

	}

}
