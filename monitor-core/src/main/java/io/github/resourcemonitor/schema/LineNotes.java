package io.github.resourcemonitor.schema;

import java.util.List;

/**
 * What a line says of itself, beside the record in it.
 *
 * @param omitted how many records were left out since the line before
 * @param truncated what was cut, because the line would have been too long; empty if
 * nothing was
 */
public record LineNotes(long omitted, List<String> truncated) {

	/**
	 * The first entry of {@link #truncated} if texts were cut; the others are paths.
	 */
	static final String TEXTS = "texts";

}
