package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes that can be written in parts, wherever they come from. Safe for use by several
 * threads.
 */
sealed interface ObjectBytes permits HeldBytes, GeneratedBytes, DiscardedBytes {

	/**
	 * The greatest length of an array.
	 */
	int MAX_ARRAY = Integer.MAX_VALUE - 8;

	long size();

	/**
	 * Writes a part.
	 * @param out where to
	 * @param from the offset of its first byte
	 * @param length its length
	 * @throws IOException if the stream takes no more
	 */
	void writeTo(OutputStream out, long from, long length) throws IOException;

	/**
	 * All of them.
	 * @return an array not to be changed, made anew unless the bytes are held in one
	 */
	byte[] toArray();

}
