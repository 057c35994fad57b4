package io.github.resourcemonitor.demo.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * Images and texts of the user's own, told apart by the names of the files. An object's
 * name is the file's path below the folder.
 *
 * @param folder where they are
 */
record SeedFolder(Path folder) {

	private static final Log logger = LogFactory.getLog(SeedFolder.class);

	void copyTo(SeededObjects objects) {
		if (!Files.isDirectory(this.folder)) {
			throw new IllegalStateException("demo.seed-dir is not a folder: " + this.folder.toAbsolutePath());
		}
		try (Stream<Path> paths = Files.walk(this.folder)) {
			List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
			for (Path file : files) {
				copy(file, objects);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("demo.seed-dir cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void copy(Path file, SeededObjects objects) throws IOException {
		String name = this.folder.relativize(file).toString().replace('\\', '/');
		MediaType type = MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
		switch (type.getType()) {
			case "image" -> objects.addPhoto(name, type.toString(), Files.readAllBytes(file));
			case "text" -> objects.addText(name, type.toString(), Files.readAllBytes(file));
			default -> logger.info("Left out, neither image nor text by its name: " + file);
		}
	}

}
