package io.github.resourcemonitor.demo.wordcount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is deleted on close.
 *
 * @param path where it is
 */
record TemporaryFile(Path path) implements AutoCloseable {

	static TemporaryFile create() {
		try {
			return new TemporaryFile(Files.createTempFile("wordcount-", ".txt"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
