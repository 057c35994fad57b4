package io.github.resourcemonitor.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of files of records, compressed or not, complete or still growing. A
 * line that was cut off, or is no JSON object, is skipped and counted; one file that
 * cannot be read does not keep the others from being read.
 *
 * <pre class="code">
 * try (RecordFileReader reader = new RecordFileReader(folder)) {
 * 	reader.forEachRemaining((line) -&gt; use(line.text()));
 * 	reader.skipped().forEach(System.err::println);
 * }
 * </pre>
 *
 * The same record may stand in two lines, if its export was tried twice.
 * <p>
 * Not safe for use by several threads. Needs memory for one line.
 */
public final class RecordFileReader implements Iterator<RecordLine>, Closeable {

	private static final int MAX_SKIPPED = 1000;

	private static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".jsonl" + RecordFileName.OPEN,
			".jsonl.gz" + RecordFileName.OPEN);

	private final Deque<Path> files;

	private final Set<Path> known;

	private final List<SkippedLine> skipped = new ArrayList<>();

	private long skippedCount;

	private @Nullable Path file;

	private @Nullable LineSource source;

	private @Nullable RecordLine next;

	/**
	 * Create a reader.
	 * @param path a file, or a folder whose files with the endings {@code .jsonl},
	 * {@code .jsonl.gz} and the same with {@code .open} are read, in the order of their
	 * names
	 * @throws IOException if it does not exist, or the folder cannot be listed
	 */
	public RecordFileReader(Path path) throws IOException {
		if (!Files.exists(path)) {
			throw new NoSuchFileException(path.toString());
		}
		this.files = new ArrayDeque<>(Files.isDirectory(path) ? list(path) : List.of(path));
		this.known = new HashSet<>(this.files);
		// A file that was renamed while the folder was listed.
		this.files.removeIf((candidate) -> isOpen(candidate) && this.known.contains(completeName(candidate)));
	}

	private static List<Path> list(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.filter((entry) -> ENDINGS.stream().anyMatch(entry.toString()::endsWith))
				.filter(Files::isRegularFile)
				.sorted()
				.toList();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static boolean isOpen(Path path) {
		return path.toString().endsWith(RecordFileName.OPEN);
	}

	private static Path completeName(Path open) {
		String name = String.valueOf(open.getFileName());
		return open.resolveSibling(name.substring(0, name.length() - RecordFileName.OPEN.length()));
	}

	@Override
	public boolean hasNext() {
		while (this.next == null) {
			LineSource current = this.source;
			if (current != null) {
				advance(current);
			}
			else if (!open()) {
				return false;
			}
		}
		return true;
	}

	@Override
	public RecordLine next() {
		if (!hasNext() || this.next == null) {
			throw new NoSuchElementException();
		}
		RecordLine line = this.next;
		this.next = null;
		return line;
	}

	/**
	 * Return which lines were skipped so far.
	 * @return the first 1000 of them
	 */
	public List<SkippedLine> skipped() {
		return List.copyOf(this.skipped);
	}

	/**
	 * Return how many lines were skipped so far.
	 * @return the number
	 */
	public long skippedCount() {
		return this.skippedCount;
	}

	private void skip(Path from, long number, SkippedLine.Reason reason) {
		this.skippedCount++;
		if (this.skipped.size() < MAX_SKIPPED) {
			this.skipped.add(new SkippedLine(from, number, reason));
		}
	}

	private boolean open() {
		Path path = this.files.poll();
		if (path == null) {
			return false;
		}
		this.file = path;
		try {
			this.source = LineSource.open(path);
		}
		catch (NoSuchFileException ex) {
			// Renamed since the folder was listed; or deleted, then there is no record.
			if (isOpen(path) && this.known.add(completeName(path))) {
				this.files.addFirst(completeName(path));
			}
		}
		catch (EOFException ex) {
			skip(path, 1, SkippedLine.Reason.CUT_OFF);
		}
		catch (IOException ex) {
			skip(path, 1, SkippedLine.Reason.UNREADABLE);
		}
		return true;
	}

	private void advance(LineSource current) {
		Path from = this.file;
		LineSource.Line line = current.next();
		if (from == null || line == null) {
			closeFile();
			return;
		}
		SkippedLine.Reason problem = line.problem();
		if (problem == null && JsonObjects.isObject(line.bytes(), line.length())) {
			this.next = new RecordLine(from, line.number(), Arrays.copyOf(line.bytes(), line.length()));
			return;
		}
		skip(from, line.number(), (problem != null) ? problem : SkippedLine.Reason.NOT_AN_OBJECT);
		if (line.isLast()) {
			closeFile();
		}
	}

	private void closeFile() {
		LineSource present = this.source;
		this.source = null;
		if (present != null) {
			try {
				present.close();
			}
			catch (IOException ex) {
				// All was read that can be.
			}
		}
	}

	@Override
	public void close() {
		closeFile();
		this.files.clear();
		this.next = null;
	}

}
