package io.github.resourcemonitor.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A line that is a whole JSON object.
 *
 * @param file the file
 * @param number the number of the line in it, from 1
 * @param json the object in UTF-8, without the end of the line; not copied
 */
public record RecordLine(Path file, long number, byte[] json) {

	/**
	 * Return the object as text.
	 * @return the JSON
	 */
	public String text() {
		return new String(this.json, StandardCharsets.UTF_8);
	}

}
