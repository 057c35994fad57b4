package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of one file: reads its text and passes it to a {@link Parser}.
 */
final class FileReader implements ResourceReader {

	private final Path path;

	private final ProcFile file;

	private final Parser parser;

	private final Tier tier;

	private final Map<Column, ColumnStatus> columns;

	FileReader(Path path, int capacity, Tier tier, Parser parser, Map<Column, ColumnStatus> columns)
			throws IOException {
		this.path = path;
		this.file = new ProcFile(path, capacity);
		this.parser = parser;
		this.tier = tier;
		this.columns = new EnumMap<>(columns);
	}

	@Override
	public String name() {
		return this.path.toString();
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return this.columns;
	}

	@Override
	public Tier tier() {
		return this.tier;
	}

	@Override
	public void read(long[] row) throws IOException {
		this.parser.parse(this.file.read(), row);
	}

	@Override
	public void close() {
		this.file.close();
	}

	/**
	 * Parses the text of a file into the row; columns without a value are not changed.
	 */
	@FunctionalInterface
	interface Parser {

		void parse(Text text, long[] row);

	}

}
