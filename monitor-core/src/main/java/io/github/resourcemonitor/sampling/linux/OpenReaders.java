package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;

/**
 * The readers that are being opened for one thread. Whatever goes wrong with one of them
 * costs its columns alone, and becomes the reason why they are absent.
 */
final class OpenReaders {

	private static final String ONLY_PROCESSES = " is not visible to this process, whose /proc shows only processes "
			+ "(as with ProcSubset=pid of systemd)";

	private final Path root;

	private final boolean onlyProcesses;

	private final Map<Column, String> reasons;

	private final List<ResourceReader> readers = new ArrayList<>();

	/**
	 * Create a new instance.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @param onlyProcesses whether {@code proc} shows nothing but processes
	 * @param reasons receives the reasons why columns are absent
	 */
	OpenReaders(Path root, boolean onlyProcesses, Map<Column, String> reasons) {
		this.root = root;
		this.onlyProcesses = onlyProcesses;
		this.reasons = reasons;
	}

	List<ResourceReader> all() {
		return this.readers;
	}

	/**
	 * Add a reader of one file.
	 */
	void add(Path file, int capacity, Tier tier, FileReader.Parser parser, Map<Column, ColumnStatus> columns) {
		add(() -> new FileReader(file, capacity, tier, parser, columns), file, columns.keySet().toArray(Column[]::new));
	}

	/**
	 * Add a reader.
	 * @param opening opens it
	 * @param file the file that is named if it cannot be opened
	 * @param columns the columns that are absent then
	 */
	void add(Opening opening, Path file, Column... columns) {
		add(() -> open(opening, file), columns);
	}

	/**
	 * Add a reader.
	 * @param opening opens it; the message of its exception is the reason if it cannot be
	 * opened
	 * @param columns the columns that are absent then
	 */
	void add(Opening opening, Column... columns) {
		try {
			this.readers.add(opening.open());
		}
		catch (Exception | LinkageError ex) {
			unavailable((ex.getMessage() != null) ? ex.getMessage() : ex.toString(), columns);
		}
	}

	/**
	 * Open a reader.
	 * @param opening opens it
	 * @param file the file that it reads
	 * @return the reader
	 * @throws IOException if it cannot be opened; the message says so of the file
	 */
	ResourceReader open(Opening opening, Path file) throws IOException {
		try {
			return opening.open();
		}
		catch (IOException | RuntimeException ex) {
			throw new IOException(reasonForMissing(file), ex);
		}
	}

	void unavailable(String reason, Column... columns) {
		for (Column column : columns) {
			this.reasons.put(column, reason);
		}
	}

	/**
	 * Return why a file cannot be read.
	 */
	String reasonForMissing(Path file) {
		if (Files.exists(file)) {
			return source(file) + " cannot be read";
		}
		Path proc = this.root.resolve("proc");
		boolean hidden = this.onlyProcesses && file.startsWith(proc) && !file.startsWith(proc.resolve("self"));
		return source(file) + (hidden ? ONLY_PROCESSES : " does not exist");
	}

	/**
	 * Return the name of a file from the point of view of the process.
	 */
	String source(Path file) {
		String path = Octets.display(file);
		String prefix = Octets.display(this.root);
		return prefix.equals("/") ? path : path.substring(prefix.length());
	}

	static Map<Column, ColumnStatus> measured(String source, Column... columns) {
		Map<Column, ColumnStatus> result = new EnumMap<>(Column.class);
		for (Column column : columns) {
			result.put(column, ColumnStatus.measured(source));
		}
		return result;
	}

	/**
	 * Opens a reader.
	 */
	@FunctionalInterface
	interface Opening {

		ResourceReader open() throws IOException;

	}

}
