package io.github.resourcemonitor.demo.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
			throw new InvalidConfigurationPropertyValueException("demo.seed-dir", this.folder.toAbsolutePath(),
					"It is not a folder.");
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
		String type = contentType(name);
		if (type.startsWith("image/")) {
			objects.addPhoto(name, type, Files.readAllBytes(file));
		}
		else if (type.startsWith("text/")) {
			objects.addText(name, type, Files.readAllBytes(file));
		}
		else {
			logger.info("Left out, neither image nor text by its name: " + file);
		}
	}

	/**
	 * Asks Spring and the JDK, each of which knows names that the other does not.
	 */
	private static String contentType(String name) {
		return MediaTypeFactory.getMediaType(name)
			.map(MediaType::toString)
			.or(() -> Optional.ofNullable(URLConnection.guessContentTypeFromName(name)))
			.orElse("application/octet-stream");
	}

}
