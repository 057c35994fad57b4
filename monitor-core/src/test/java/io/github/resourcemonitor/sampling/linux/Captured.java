package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;

/**
 * The systems whose files were captured; see {@code fixtures/README.md}.
 */
enum Captured {

	LINUX_6_18_V1("linux-6.18-cgroup-v1"),

	LINUX_6_1_V2("linux-6.1-cgroup-v2"),

	LINUX_6_1_V2_NAMESPACE("linux-6.1-cgroup-v2-namespace"),

	LINUX_5_10_V2("linux-5.10-cgroup-v2"),

	LINUX_5_10_V2_NAMESPACE("linux-5.10-cgroup-v2-namespace"),

	GVISOR_2022("gvisor-20221219"),

	GVISOR_2024("gvisor-20240729"),

	GVISOR_2024_CGROUP("gvisor-20240729-cgroup");

	private final Path root;

	Captured(String folder) {
		this.root = Path.of("src/test/resources/fixtures", folder).toAbsolutePath();
	}

	Path root() {
		return this.root;
	}

	byte[] bytes(String file) {
		try {
			return Files.readAllBytes(this.root.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Copy the captured system to a directory in which a test may change it.
	 */
	Path copyTo(Path target) throws IOException {
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {
			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
				Files.createDirectories(target.resolve(Captured.this.root.relativize(folder)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, target.resolve(Captured.this.root.relativize(file)));
				return FileVisitResult.CONTINUE;
			}
		});
		return target;
	}

	static long[] blankRow() {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		return row;
	}

	/**
	 * Return the columns of a row that have a value.
	 */
	static Map<Column, Long> values(long[] row) {
		Map<Column, Long> values = new EnumMap<>(Column.class);
		for (Column column : Column.values()) {
			if (row[column.ordinal()] != Column.ABSENT) {
				values.put(column, row[column.ordinal()]);
			}
		}
		return values;
	}

}
