package io.github.resourcemonitor.demo.thumbnail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Thumbnail}.
 */
class ThumbnailTests {

	@ParameterizedTest
	@CsvSource({ "jpg, image/jpeg", "png, image/png", "gif, image/gif", "bmp, image/bmp" })
	void keepsFormatAndProportions(String format, String contentType) throws IOException {
		Thumbnail thumbnail = Thumbnail.of("photos/a", image(format, 80, 60), 40);
		assertThat(thumbnail.width()).isEqualTo(40);
		assertThat(thumbnail.height()).isEqualTo(30);
		assertThat(thumbnail.contentType()).isEqualTo(contentType);
		assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.content())).getWidth()).isEqualTo(40);
	}

	@Test
	void enlarges() throws IOException {
		assertThat(Thumbnail.of("photos/a", image("png", 80, 60), 160).height()).isEqualTo(120);
	}

	@Test
	void refusesAnImageThatWouldFillTheHeap() {
		assertThatExceptionOfType(NotAnImageException.class)
			.isThrownBy(() -> Thumbnail.of("photos/a", gifHeader(20_000, 20_000), 320))
			.withMessageContaining("20000 x 20000 pixels");
	}

	@Test
	void refusesAThumbnailThatWouldFillTheHeap() throws IOException {
		byte[] pillar = image("png", 1, 1000);
		assertThatExceptionOfType(NotAnImageException.class).isThrownBy(() -> Thumbnail.of("photos/a", pillar, 4096))
			.withMessageContaining("1 x 1000 pixels");
	}

	@Test
	void refusesAnImageThatEndsEarly() throws IOException {
		byte[] image = image("png", 80, 60);
		assertThatExceptionOfType(NotAnImageException.class)
			.isThrownBy(() -> Thumbnail.of("photos/a", Arrays.copyOf(image, image.length / 2), 40))
			.withMessageContaining("image/png that cannot be decoded");
	}

	@Test
	void describesContentThatIsNotAnImage() {
		byte[] archive = { 'P', 'K', 3, 4, 20, 0 };
		assertThatExceptionOfType(NotAnImageException.class).isThrownBy(() -> Thumbnail.of("photos/a", archive, 40))
			.withMessageContaining("6 bytes of something that starts with 0x504b03041400");
	}

	private static byte[] image(String format, int width, int height) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, output))
			.isTrue();
		return output.toByteArray();
	}

	private static byte[] gifHeader(int width, int height) {
		ByteBuffer header = ByteBuffer.allocate(23).order(ByteOrder.LITTLE_ENDIAN);
		header.put("GIF89a".getBytes(StandardCharsets.US_ASCII)).putShort((short) width).putShort((short) height);
		header.position(13);
		header.put((byte) ',').putInt(0).putShort((short) width).putShort((short) height);
		return header.array();
	}

}
