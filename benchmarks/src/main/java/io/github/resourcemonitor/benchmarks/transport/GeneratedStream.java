package io.github.resourcemonitor.benchmarks.transport;

import java.io.InputStream;
import java.util.Random;

/**
 * A stream of a given size that repeats a random block, so that it needs no memory of
 * that size. Not thread-safe.
 */
final class GeneratedStream extends InputStream {

	private static final byte[] BLOCK = new byte[1_000_003];

	static {
		new Random(1).nextBytes(BLOCK);
	}

	private final long size;

	private long position;

	GeneratedStream(long size) {
		this.size = size;
	}

	@Override
	public int read() {
		return (this.position < this.size) ? BLOCK[(int) (this.position++ % BLOCK.length)] & 0xFF : -1;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) {
		if (this.position >= this.size) {
			return (length > 0) ? -1 : 0;
		}
		int from = (int) (this.position % BLOCK.length);
		int piece = (int) Math.min(Math.min(length, BLOCK.length - from), this.size - this.position);
		System.arraycopy(BLOCK, from, buffer, offset, piece);
		this.position += piece;
		return piece;
	}

}
