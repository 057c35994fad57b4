package io.github.resourcemonitor.storageserver;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Content with its checksums.
 *
 * @param bytes the content
 * @param crc32c the CRC32C
 * @param md5Hash the MD5 hash in base64, {@code null} where only the other is known
 */
record ObjectContent(ObjectBytes bytes, Crc32c crc32c, @Nullable String md5Hash) {

	static ObjectContent of(byte[] bytes) {
		return new ObjectContent(new HeldBytes(bytes), Crc32c.of(bytes), md5(bytes));
	}

	static ObjectContent composed(byte[] bytes) {
		return new ObjectContent(new HeldBytes(bytes), Crc32c.of(bytes), null);
	}

	static ObjectContent generated(long size) {
		GeneratedBytes bytes = new GeneratedBytes(size);
		return new ObjectContent(bytes, bytes.crc32c(), null);
	}

	static String base64(long... numbers) {
		ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
		for (long number : numbers) {
			buffer.putLong(number);
		}
		return Base64.getEncoder().encodeToString(buffer.array());
	}

	private static String md5(byte[] bytes) {
		try {
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Refuses content that is not what the client says that it sent.
	 * @param crc32c the client's checksum, if any
	 * @param md5Hash the client's hash, if any
	 */
	void verify(@Nullable Object crc32c, @Nullable Object md5Hash) {
		String actual = this.crc32c.base64();
		if (crc32c != null && !crc32c.equals(actual)) {
			throw ApiException
				.invalid("Provided CRC32C \"" + crc32c + "\" doesn't match calculated CRC32C \"" + actual + "\".");
		}
		if (md5Hash != null && this.md5Hash != null && !md5Hash.equals(this.md5Hash)) {
			throw ApiException.invalid("Provided MD5 hash \"" + md5Hash + "\" doesn't match calculated MD5 hash \""
					+ this.md5Hash + "\".");
		}
	}

}
