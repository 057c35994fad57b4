package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes in an array, kept without a copy.
 *
 * @param array the array
 */
record HeldBytes(byte[] array) implements ObjectBytes {

	@Override
	public long size() {
		return this.array.length;
	}

	@Override
	public void writeTo(OutputStream out, long from, long length) throws IOException {
		out.write(this.array, (int) from, (int) length);
	}

	@Override
	public byte[] toArray() {
		return this.array;
	}

}
