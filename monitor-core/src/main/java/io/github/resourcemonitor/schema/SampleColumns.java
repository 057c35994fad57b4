package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.sampling.Column;

/**
 * The names of the columns that samples have.
 */
final class SampleColumns {

	/**
	 * The first column: nanoseconds since the start of the invocation.
	 */
	static final String TIME = "timeNanos";

	private SampleColumns() {
	}

	/**
	 * Return the names of all columns.
	 * @param columns those after the first
	 */
	static List<String> names(List<Column> columns) {
		List<String> names = new ArrayList<>(columns.size() + 1);
		names.add(TIME);
		columns.forEach((column) -> names.add(column.label()));
		return names;
	}

}
