package io.github.resourcemonitor.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.resourcemonitor.demo.seed.SeededObjects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoProperties#seedDir()}.
 */
@DemoTest
class SeedDirTests {

	@TempDir
	static Path folder;

	@Autowired
	private DemoClient client;

	@Autowired
	private SeededObjects objects;

	@BeforeAll
	static void fill() throws IOException {
		Files.createDirectory(folder.resolve("album"));
		BufferedImage image = new BufferedImage(60, 30, BufferedImage.TYPE_INT_RGB);
		ImageIO.write(image, "png", folder.resolve("album/my cat.png").toFile());
		Files.writeString(folder.resolve("poem.txt"), "one two\nthree\n");
		Files.writeString(folder.resolve("program.bin"), "neither image nor text");
	}

	@DynamicPropertySource
	static void seedDir(DynamicPropertyRegistry registry) {
		registry.add("demo.seed-dir", () -> folder);
	}

	@Test
	void usesFilesOfTheFolder() {
		assertThat(this.objects.photos()).containsExactly("album/my cat.png");
		assertThat(this.objects.texts()).containsExactly("poem.txt");
		assertThat(this.client.get("/").body()).contains("album/my cat.png", "poem.txt").doesNotContain("hills.jpg");
	}

	@Test
	void functionsWorkOnSeededFiles() {
		assertThat(this.client.thumbnail("photos", "album/my cat.png", 20).json().path("height").asInt()).isEqualTo(10);
		assertThat(this.client.wordcount("texts", "poem.txt").json().path("words").asInt()).isEqualTo(3);
	}

}
