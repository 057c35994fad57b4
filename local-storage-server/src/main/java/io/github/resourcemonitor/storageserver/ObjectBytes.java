package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes that can be written in parts, independent of their source. Thread-safe.
 */
sealed interface ObjectBytes permits HeldBytes, GeneratedBytes, DiscardedBytes {

	/**
	 * The maximum length of an array.
	 */
	int MAX_ARRAY = Integer.MAX_VALUE - 8;

	long size();

	/**
	 * Writes a part.
	 * @param out the stream to write to
	 * @param from the offset of its first byte
	 * @param length its length
	 * @throws IOException if writing to the stream fails
	 */
	void writeTo(OutputStream out, long from, long length) throws IOException;

	/**
	 * Returns all bytes as an array.
	 * @return an array that must not be changed; a new one unless the bytes are held in
	 * an array
	 */
	byte[] toArray();

}
