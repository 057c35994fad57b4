package io.github.resourcemonitor.demo.seed;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GeneratedPhoto} and {@link GeneratedText}.
 */
class GeneratedObjectsTests {

	@Test
	void createsPhotosOfTheRequestedSize() throws IOException {
		byte[] photo = new GeneratedPhoto(1, 0.6).toJpeg();
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(photo));
		assertThat(image.getWidth() * image.getHeight()).isBetween(590_000, 610_000);
		assertThat(photo.length).isBetween(200_000, 350_000);
	}

	@Test
	void createsTheSamePhotoAgain() {
		byte[] photo = new GeneratedPhoto(1, 0.05).toJpeg();
		assertThat(new GeneratedPhoto(1, 0.05).toJpeg()).isEqualTo(photo);
		assertThat(new GeneratedPhoto(2, 0.05).toJpeg()).isNotEqualTo(photo);
	}

	@Test
	void createsTheSameTextAgain() {
		byte[] text = new GeneratedText(1, 100_000).toUtf8();
		assertThat(text.length).isBetween(95_000, 105_000);
		assertThat(new GeneratedText(1, 100_000).toUtf8()).isEqualTo(text);
		assertThat(new GeneratedText(2, 100_000).toUtf8()).isNotEqualTo(text);
	}

}
