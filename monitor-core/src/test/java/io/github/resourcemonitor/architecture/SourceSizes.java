package io.github.resourcemonitor.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The sizes of the source files of the module under test.
 */
public final class SourceSizes {

	private static final Path SOURCES = Path.of("src", "main", "java");

	private static final int MAX_LINES = 350;

	private SourceSizes() {
	}

	/**
	 * Return the source files that are longer than 350 lines.
	 * @return their names, sorted
	 */
	public static Set<String> longerThanTheLimit() {
		Set<String> result = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			files.filter((file) -> file.toString().endsWith(".java") && lines(file) > MAX_LINES)
				.forEach((file) -> result.add(file.getFileName().toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return result;
	}

	private static long lines(Path source) {
		try (Stream<String> lines = Files.lines(source)) {
			return lines.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
