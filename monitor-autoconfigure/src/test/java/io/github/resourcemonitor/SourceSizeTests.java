package io.github.resourcemonitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the length of the source files of this module. A class that outgrows the
 * limit is split by what it does.
 */
class SourceSizeTests {

	private static final Path SOURCES = Path.of("src", "main", "java");

	private static final int MAX_LINES = 350;

	/**
	 * Catalogues and properties, which have no logic that could be split.
	 */
	private static final Set<String> LONG_BY_NATURE = Set.of("ResourceMonitorProperties.java");

	@Test
	void noClassIsLongerThanTheLimit() throws IOException {
		List<Path> sources = sources();
		assertThat(sources).isNotEmpty();
		assertThat(sources.stream().filter((source) -> lines(source) > MAX_LINES).map(SourceSizeTests::name))
			.isSubsetOf(LONG_BY_NATURE);
	}

	@Test
	void everyExceptionIsNeeded() throws IOException {
		assertThat(sources().stream().filter((source) -> lines(source) > MAX_LINES).map(SourceSizeTests::name))
			.containsAll(LONG_BY_NATURE);
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			return files.filter((file) -> name(file).endsWith(".java")).toList();
		}
	}

	private static String name(Path file) {
		return file.getFileName().toString();
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
