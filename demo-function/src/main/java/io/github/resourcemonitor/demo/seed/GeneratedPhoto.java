package io.github.resourcemonitor.demo.seed;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A landscape of ridges under a sky, with the grain of a camera's sensor, which makes it
 * as hard to compress as a photo: about 0.4 MB for a million pixels. The same seed and
 * size give the same pixels.
 *
 * @param seed tells photos apart
 * @param megapixels the size in millions of pixels
 */
record GeneratedPhoto(long seed, double megapixels) {

	private static final int RIDGES = 5;

	private static final float QUALITY = 0.92f;

	byte[] toJpeg() {
		int width = (int) Math.round(Math.sqrt(this.megapixels * 1_500_000));
		int height = Math.max(1, width * 2 / 3);
		try {
			return encode(paint(width, height));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private BufferedImage paint(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
		byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
		SplittableRandom random = new SplittableRandom(this.seed);
		int[][] ridges = ridges(width, height, random);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int layer = 0;
				while (layer < RIDGES && y >= ridges[layer][x]) {
					layer++;
				}
				int light = (layer == 0) ? 235 - 70 * y / height
						: 175 - 28 * layer + (y - ridges[layer - 1][x]) * 60 / height;
				int grain = grain(random.nextInt());
				int pixel = 3 * (y * width + x);
				pixels[pixel] = channel(light + grain + ((layer == 0) ? 15 : -12 * layer));
				pixels[pixel + 1] = channel(light + grain);
				pixels[pixel + 2] = channel(light + grain - ((layer == 0) ? 45 : 8 * layer));
			}
		}
		return image;
	}

	private static int[][] ridges(int width, int height, SplittableRandom random) {
		int[][] ridges = new int[RIDGES][width];
		for (int layer = 0; layer < RIDGES; layer++) {
			double phase = random.nextDouble(100);
			double frequency = 3 + random.nextDouble(4);
			for (int x = 0; x < width; x++) {
				double at = frequency * x / width + phase;
				double wave = Math.sin(at) + Math.sin(at * 2.7) / 2 + Math.sin(at * 7.3) / 5 + Math.sin(at * 31) / 40;
				ridges[layer][x] = (int) (height * (0.32 + 0.13 * layer + 0.07 * wave));
			}
		}
		return ridges;
	}

	private static int grain(int random) {
		return (random & 31) + (random >>> 5 & 31) - 31;
	}

	private static byte channel(int light) {
		return (byte) Math.max(0, Math.min(255, light));
	}

	private static byte[] encode(BufferedImage image) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream(image.getWidth() * image.getHeight());
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(output)) {
			ImageWriteParam parameters = writer.getDefaultWriteParam();
			parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			parameters.setCompressionQuality(QUALITY);
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, null), parameters);
		}
		finally {
			writer.dispose();
		}
		return output.toByteArray();
	}

}
