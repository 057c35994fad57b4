package io.github.resourcemonitor.benchmarks.transport;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Storage;

/**
 * Transfers one large object through a channel and reads the heap usage: before, after
 * each tenth, and after the transfer.
 */
public final class LargeTransfer {

	private static final String HANDLER = "large transfer";

	private static final long WARM_UP_BYTES = 64_000_000;

	private static final int HEAP_READINGS = 10;

	private final Storage storage;

	private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

	private final List<Long> live = new ArrayList<>();

	private long peakBytes;

	private LargeTransfer(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Run the benchmark.
	 * @param args the address of the server; {@code plain} or {@code instrumented};
	 * {@code download} or {@code upload}; the size of the object in bytes; the result
	 * file
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		try (Clients clients = new Clients(args[0])) {
			LargeTransfer transfer = new LargeTransfer(clients.of(args[1]));
			boolean download = args[2].equals("download");
			long size = Long.parseLong(args[3]);
			clients.monitor().run("warm-up", () -> transfer.perform(download, WARM_UP_BYTES));
			transfer.live.clear();
			transfer.peakBytes = 0;
			transfer.readHeap();
			clients.monitor().run(HANDLER, () -> transfer.perform(download, size));
			transfer.readHeap();
			Files.writeString(Path.of(args[4]), String.format(Locale.ROOT, """
					{"client": "%s", "direction": "%s", "size": %d, "maxHeap": %d, "live": %s, "peak": %d,
					"direct": %d, "recorded": %d}
					""", args[1], args[2], size, Runtime.getRuntime().maxMemory(), transfer.live, transfer.peakBytes,
					directBytes(), clients.recorded().of(HANDLER).bytes()));
		}
		// Threads of the client could keep the JVM alive.
		System.exit(0);
	}

	private void perform(boolean download, long size) {
		try {
			if (download) {
				download(size);
			}
			else {
				upload(size);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The transfer failed", ex);
		}
	}

	private void download(long size) throws IOException {
		try (ReadChannel channel = this.storage.reader(Transfer.source(size))) {
			long done = 0;
			for (int n = channel.read(this.buffer.clear()); n >= 0; n = channel.read(this.buffer.clear())) {
				progress(done, done + n, size);
				done += n;
			}
			if (done != size) {
				throw new IOException("Downloaded " + done + " of " + size + " B");
			}
		}
	}

	private void upload(long size) throws IOException {
		GeneratedStream content = new GeneratedStream(size);
		try (WriteChannel channel = this.storage.writer(Transfer.sink())) {
			long done = 0;
			for (int n = fill(content); n >= 0; n = fill(content)) {
				while (this.buffer.hasRemaining()) {
					channel.write(this.buffer);
				}
				progress(done, done + n, size);
				done += n;
			}
		}
	}

	private int fill(GeneratedStream content) {
		int n = content.read(this.buffer.array(), 0, this.buffer.capacity());
		this.buffer.clear().limit(Math.max(n, 0));
		return n;
	}

	private void progress(long before, long now, long size) {
		if (now < size && before * HEAP_READINGS / size != now * HEAP_READINGS / size) {
			readHeap();
		}
	}

	/**
	 * Read the live heap after a garbage collection, and the peak heap usage since the
	 * previous reading.
	 */
	private void readHeap() {
		long peak = 0;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			if (pool.getType() == MemoryType.HEAP) {
				peak += pool.getPeakUsage().getUsed();
			}
		}
		this.peakBytes = this.live.isEmpty() ? 0 : Math.max(this.peakBytes, peak);
		long heap = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		this.live.add(heap);
		ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
	}

	private static long directBytes() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

}
