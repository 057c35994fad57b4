package io.github.resourcemonitor.demo.thumbnail;

import java.awt.Dimension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import net.coobird.thumbnailator.Thumbnails;

/**
 * A scaled image, in the format of its original.
 *
 * @param width the width in pixels
 * @param height the height in pixels
 * @param contentType the content type
 * @param content the encoded image
 */
record Thumbnail(int width, int height, String contentType, byte[] content) {

	/**
	 * A decoded pixel takes 3 or 4 bytes of heap: what is larger could take all of it.
	 */
	private static final long MAX_PIXELS = 64_000_000;

	static {
		// Else each image is copied to a temporary file before it is read.
		ImageIO.setUseCache(false);
	}

	static Thumbnail of(String object, byte[] original, int width) {
		try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(original))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
			if (!readers.hasNext()) {
				throw new NotAnImageException(object, FoundContent.describe(original));
			}
			ImageReader reader = readers.next();
			try {
				reader.setInput(input);
				requireModest(object, reader.getWidth(0), reader.getHeight(0), width);
				return scale(original, width, reader.getOriginatingProvider().getMIMETypes()[0]);
			}
			finally {
				reader.dispose();
			}
		}
		catch (IOException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			// The decoders do not check everything that a broken file may say.
			throw new NotAnImageException(object,
					FoundContent.describe(original) + " that cannot be decoded: " + ex.getMessage(), ex);
		}
	}

	private static void requireModest(String object, int width, int height, int thumbnailWidth) {
		long pixels = (long) width * height;
		long thumbnailPixels = (long) thumbnailWidth * thumbnailWidth * height / Math.max(1, width);
		if (Math.max(pixels, thumbnailPixels) > MAX_PIXELS) {
			throw new NotAnImageException(object, "%d x %d pixels, with which image or thumbnail exceed %d megapixels"
				.formatted(width, height, MAX_PIXELS / 1_000_000));
		}
	}

	private static Thumbnail scale(byte[] original, int width, String contentType) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		Thumbnails.of(new ByteArrayInputStream(original)).width(width).toOutputStream(output);
		byte[] content = output.toByteArray();
		Dimension size = size(content);
		return new Thumbnail(size.width, size.height, contentType, content);
	}

	private static Dimension size(byte[] image) throws IOException {
		try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
			ImageReader reader = ImageIO.getImageReaders(input).next();
			try {
				reader.setInput(input);
				return new Dimension(reader.getWidth(0), reader.getHeight(0));
			}
			finally {
				reader.dispose();
			}
		}
	}

}
