package io.github.resourcemonitor.benchmarks;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The shape of this process, on which the cost of many readings depends: the number of
 * threads, open files and resident memory. Keeps what it adds until it is closed.
 */
public final class ProcessShape implements Closeable {

	private static final int THREADS = 200;

	private static final int FILES = 1000;

	private static final int MEGABYTES = 2048;

	private static final int CHUNK_MEGABYTES = 256;

	private static final int PAGE = 4096;

	private final List<ByteBuffer> memory = new ArrayList<>();

	private final List<RandomAccessFile> files = new ArrayList<>();

	private volatile boolean closed;

	private ProcessShape() {
	}

	/**
	 * Give this process a shape.
	 * @param name {@code small} adds nothing; {@code big} adds 200 parked threads, 1000
	 * open files and 2 GB of resident memory outside the heap
	 * @return the added resources
	 */
	public static ProcessShape create(String name) {
		ProcessShape shape = new ProcessShape();
		switch (name) {
			case "small" -> {
			}
			case "big" -> shape.grow();
			default -> throw new IllegalArgumentException("No shape '" + name + "'");
		}
		return shape;
	}

	private void grow() {
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(this::park, "parked-" + i);
			thread.setDaemon(true);
			thread.start();
		}
		try {
			for (int i = 0; i < FILES; i++) {
				this.files.add(new RandomAccessFile("/dev/null", "r"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int i = 0; i < MEGABYTES; i += CHUNK_MEGABYTES) {
			ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_MEGABYTES << 20);
			for (int offset = 0; offset < chunk.capacity(); offset += PAGE) {
				chunk.put(offset, (byte) 1);
			}
			this.memory.add(chunk);
		}
	}

	private void park() {
		while (!this.closed) {
			LockSupport.park(this);
		}
	}

	/**
	 * Write the shape according to the kernel to a file, so that a process in another
	 * language can have the same shape.
	 * @param file the file to write
	 * @throws IOException if a file cannot be read or written
	 */
	public static void describe(Path file) throws IOException {
		long threads = 0;
		long kilobytes = 0;
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith("Threads:")) {
				threads = numberIn(line);
			}
			else if (line.startsWith("VmRSS:")) {
				kilobytes = numberIn(line);
			}
		}
		String[] listed = new File("/proc/self/fd").list();
		// The listing itself has the directory open.
		int files = (listed != null) ? listed.length - 1 : 0;
		Files.writeString(file, """
				{"shape": {"threads": %d, "files": %d, "megabytes": %d}}
				""".formatted(threads, files, kilobytes >> 10));
	}

	private static long numberIn(String line) {
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		for (RandomAccessFile file : this.files) {
			file.close();
		}
	}

}
