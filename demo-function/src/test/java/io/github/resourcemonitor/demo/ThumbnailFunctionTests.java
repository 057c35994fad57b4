package io.github.resourcemonitor.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import io.github.resourcemonitor.storageserver.StoredObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the function {@code thumbnail}.
 */
@DemoTest
class ThumbnailFunctionTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private LocalStorageServer server;

	@Test
	void storesTheReturnedThumbnail() throws IOException {
		DemoClient.Answer answer = this.client.thumbnail("photos", "hills.jpg", 320);
		assertThat(answer.status()).isEqualTo(200);
		JsonNode thumbnail = answer.json();
		assertThat(thumbnail.path("bucket").asString()).isEqualTo("photos");
		assertThat(thumbnail.path("name").asString()).isEqualTo("thumbnails/320/hills.jpg");
		StoredObject stored = this.server.object("photos", "thumbnails/320/hills.jpg").orElseThrow();
		assertThat(stored.contentType()).isEqualTo("image/jpeg");
		assertThat(thumbnail.path("bytes").asLong()).isEqualTo(stored.content().length);
		assertThat(thumbnail.path("originalBytes").asLong())
			.isEqualTo(this.server.object("photos", "hills.jpg").orElseThrow().content().length);
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(stored.content()));
		assertThat(image.getWidth()).isEqualTo(320).isEqualTo(thumbnail.path("width").asInt());
		assertThat(image.getHeight()).isEqualTo(213).isEqualTo(thumbnail.path("height").asInt());
	}

	@Test
	void keepsTheFormatOfTheImage() throws IOException {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB), "png", png);
		this.server.putObject("photos", "sub/transparent.png", "image/png", png.toByteArray());
		DemoClient.Answer answer = this.client.thumbnail("photos", "sub/transparent.png", 10);
		assertThat(answer.status()).isEqualTo(200);
		StoredObject stored = this.server.object("photos", "thumbnails/10/sub/transparent.png").orElseThrow();
		assertThat(stored.contentType()).isEqualTo("image/png");
		assertThat(ImageIO.read(new ByteArrayInputStream(stored.content())).getColorModel().hasAlpha()).isTrue();
	}

	@Test
	void survivesAStorageThatFailsOnce() {
		this.server.failNext(1, 503);
		assertThat(this.client.thumbnail("photos", "valley.jpg", 64).status()).isEqualTo(200);
		this.server.fail((line) -> line.isUpload(), 1, 503);
		assertThat(this.client.thumbnail("photos", "valley.jpg", 65).status()).isEqualTo(200);
	}

}
