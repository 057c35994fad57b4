package io.github.resourcemonitor.storageserver;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A CRC32C checksum.
 *
 * @param value the checksum
 */
record Crc32c(int value) {

	/** The checksum of empty content. */
	static final Crc32c NONE = new Crc32c(0);

	private static final int POLYNOMIAL = 0x82F63B78;

	/** The polynomials 1 and x^8. The highest bit is the coefficient of x^0. */
	private static final int ONE = 1 << 31;

	private static final int ONE_BYTE = 1 << 23;

	static Crc32c of(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return of(checksum);
	}

	static Crc32c of(CRC32C checksum) {
		return new Crc32c((int) checksum.getValue());
	}

	/**
	 * Combines the checksums of two consecutive contents. Each byte of the second
	 * multiplies the checksum of the first by x^8, modulo the polynomial.
	 * @param next the checksum of the second content
	 * @param length the length of the second content
	 * @return the checksum of both
	 */
	Crc32c followedBy(Crc32c next, long length) {
		int factor = ONE;
		int square = ONE_BYTE;
		for (long bits = length; bits != 0; bits >>>= 1) {
			if ((bits & 1) != 0) {
				factor = multiply(factor, square);
			}
			square = multiply(square, square);
		}
		return new Crc32c(multiply(this.value, factor) ^ next.value);
	}

	private static int multiply(int left, int right) {
		int product = 0;
		int shifted = right;
		for (int bit = ONE; bit != 0; bit >>>= 1) {
			if ((left & bit) != 0) {
				product ^= shifted;
			}
			shifted = ((shifted & 1) != 0) ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
		}
		return product;
	}

	/**
	 * Returns the checksum in the format of Cloud Storage.
	 * @return the checksum, big-endian in base64
	 */
	String base64() {
		byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(this.value).array();
		return Base64.getEncoder().encodeToString(bytes);
	}

}
