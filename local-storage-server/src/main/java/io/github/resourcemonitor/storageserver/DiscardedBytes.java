package io.github.resourcemonitor.storageserver;

import java.io.OutputStream;

/**
 * Bytes that were counted and discarded, so that they cannot be read.
 *
 * @param size the number of bytes
 */
record DiscardedBytes(long size) implements ObjectBytes {

	@Override
	public void writeTo(OutputStream out, long from, long length) {
		throw new IllegalStateException("The content was discarded");
	}

	@Override
	public byte[] toArray() {
		throw new IllegalStateException("The content was discarded");
	}

}
