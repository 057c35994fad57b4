package io.github.resourcemonitor.demo.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SeedFolder}.
 */
class SeedFolderTests {

	private final LocalStorageServer server = LocalStorageServer.start();

	private final SeededObjects objects = new SeededObjects(this.server);

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void distinguishesImagesAndTextsByTheirNames() throws IOException {
		Files.writeString(this.folder.resolve("b.JPEG"), "image");
		Files.writeString(this.folder.resolve("a.md"), "text");
		Files.writeString(this.folder.resolve("archive.zip"), "neither");
		Files.writeString(this.folder.resolve("README"), "unknown");
		new SeedFolder(this.folder).copyTo(this.objects);
		assertThat(this.objects.photos()).containsExactly("b.JPEG");
		assertThat(this.objects.texts()).containsExactly("a.md");
		assertThat(this.server.object("photos", "b.JPEG").orElseThrow().contentType()).isEqualTo("image/jpeg");
		assertThat(this.server.object("texts", "a.md").orElseThrow().content()).asString().isEqualTo("text");
	}

	@Test
	void refusesAMissingFolder() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new SeedFolder(this.folder.resolve("missing")).copyTo(this.objects))
			.withMessageContaining("demo.seed-dir");
	}

}
