package io.github.resourcemonitor.storageserver;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Content with its checksums.
 *
 * @param bytes the content
 * @param crc32c the CRC32C
 * @param md5Hash the MD5 hash in base64, {@code null} if only the CRC32C is known
 */
record ObjectContent(ObjectBytes bytes, Crc32c crc32c, @Nullable String md5Hash) {

	static ObjectContent of(byte[] bytes) {
		return new ObjectContent(new HeldBytes(bytes), Crc32c.of(bytes), md5(bytes));
	}

	/**
	 * Concatenates contents. If one of them was discarded, the result is too.
	 * @param parts the contents
	 * @return the concatenation
	 */
	static ObjectContent composed(List<ObjectContent> parts) {
		IncomingContent bytes = new IncomingContent(false);
		Crc32c crc32c = Crc32c.NONE;
		long size = 0;
		for (ObjectContent part : parts) {
			crc32c = crc32c.followedBy(part.crc32c(), part.bytes().size());
			size += part.bytes().size();
		}
		if (parts.stream().anyMatch(ObjectContent::isDiscarded)) {
			return discarded(size, crc32c);
		}
		bytes.checkSize(size);
		parts.stream().map((part) -> part.bytes().toArray()).forEach((part) -> bytes.add(part, part.length));
		return new ObjectContent(bytes.content().bytes(), crc32c, null);
	}

	static ObjectContent discarded(long size, Crc32c crc32c) {
		return new ObjectContent(new DiscardedBytes(size), crc32c, null);
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

	boolean isDiscarded() {
		return this.bytes instanceof DiscardedBytes;
	}

	/**
	 * Fails if the content does not match the checksums of the client.
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
