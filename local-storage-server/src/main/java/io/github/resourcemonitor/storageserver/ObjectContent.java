package io.github.resourcemonitor.storageserver;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Content with its checksums.
 *
 * @param bytes the content
 * @param crc32c the CRC32C, big-endian in base64
 * @param md5Hash the MD5 hash in base64, {@code null} for composed content
 */
record ObjectContent(byte[] bytes, String crc32c, @Nullable String md5Hash) {

	static ObjectContent of(byte[] bytes) {
		return new ObjectContent(bytes, crc32c(bytes), md5(bytes));
	}

	static ObjectContent composed(byte[] bytes) {
		return new ObjectContent(bytes, crc32c(bytes), null);
	}

	static ObjectContent of(StoredObject object) {
		return new ObjectContent(object.content(), object.crc32c(), object.md5Hash());
	}

	static String base64(long... numbers) {
		ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
		for (long number : numbers) {
			buffer.putLong(number);
		}
		return Base64.getEncoder().encodeToString(buffer.array());
	}

	private static String crc32c(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
		return Base64.getEncoder().encodeToString(value);
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
		if (crc32c != null && !crc32c.equals(this.crc32c)) {
			throw ApiException
				.invalid("Provided CRC32C \"" + crc32c + "\" doesn't match calculated CRC32C \"" + this.crc32c + "\".");
		}
		if (md5Hash != null && !md5Hash.equals(this.md5Hash)) {
			throw ApiException.invalid("Provided MD5 hash \"" + md5Hash + "\" doesn't match calculated MD5 hash \""
					+ this.md5Hash + "\".");
		}
	}

}
