package io.github.resourcemonitor.file;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses lines as they come, so that the growing file needs no more room than the
 * complete one. After each line the stream is flushed to whole bytes: what a killed
 * process leaves can be decompressed up to its last whole line.
 * <p>
 * Lines share one window, as the members of a file of many members would not. After a
 * rejected line, which is in the window and not in the file, another member begins.
 */
final class GzipEncoder implements LineEncoder {

	private static final byte[] HEADER = { 0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	/**
	 * An empty block, the last of its member.
	 */
	private static final byte[] LAST_BLOCK = { 3, 0 };

	private static final int TRAILER_BYTES = 8;

	private static final int KEPT_BYTES = 64 * 1024;

	private static final int LEAST_ROOM = 64;

	private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

	/**
	 * Of the member in the file that has no end.
	 */
	private final CRC32 checksum = new CRC32();

	private long memberBytes;

	private boolean memberInFile;

	/**
	 * Whether the window is that of the file.
	 */
	private boolean inStep;

	private boolean beginsMember;

	private byte[] line = {};

	private byte[] output = new byte[8 * 1024];

	private int length;

	@Override
	public Encoded encode(byte[] line) {
		this.line = line;
		if (this.output.length > KEPT_BYTES) {
			this.output = new byte[KEPT_BYTES];
		}
		this.length = 0;
		this.beginsMember = !this.inStep;
		if (this.beginsMember) {
			append(end());
			append(HEADER);
			this.deflater.reset();
		}
		this.deflater.setInput(line);
		int room;
		int count;
		do {
			ensure(LEAST_ROOM);
			room = this.output.length - this.length;
			count = this.deflater.deflate(this.output, this.length, room, Deflater.SYNC_FLUSH);
			this.length += count;
		}
		while (count == room);
		return new Encoded(this.output, this.length);
	}

	private void append(byte[] bytes) {
		ensure(bytes.length);
		System.arraycopy(bytes, 0, this.output, this.length, bytes.length);
		this.length += bytes.length;
	}

	private void ensure(int room) {
		if (this.output.length - this.length < room) {
			this.output = Arrays.copyOf(this.output, this.output.length * 2);
		}
	}

	@Override
	public void accepted() {
		if (this.beginsMember) {
			this.checksum.reset();
			this.memberBytes = 0;
			this.memberInFile = true;
		}
		this.checksum.update(this.line);
		this.memberBytes += this.line.length;
		this.inStep = true;
		this.line = HEADER;
	}

	@Override
	public void rejected() {
		this.inStep = false;
		this.line = HEADER;
	}

	@Override
	public byte[] end() {
		if (!this.memberInFile) {
			return new byte[0];
		}
		byte[] end = Arrays.copyOf(LAST_BLOCK, LAST_BLOCK.length + TRAILER_BYTES);
		littleEndian(end, LAST_BLOCK.length, this.checksum.getValue());
		littleEndian(end, LAST_BLOCK.length + 4, this.memberBytes);
		return end;
	}

	private static void littleEndian(byte[] target, int at, long value) {
		for (int i = 0; i < 4; i++) {
			target[at + i] = (byte) (value >>> (8 * i));
		}
	}

	@Override
	public void close() {
		this.deflater.end();
	}

}
