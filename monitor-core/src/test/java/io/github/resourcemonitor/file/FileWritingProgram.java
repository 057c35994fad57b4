package io.github.resourcemonitor.file;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;

/**
 * A program that writes files of records until it is killed, run by
 * {@link KilledProcessIT}. It prints numbers of records that are written, or made.
 */
final class FileWritingProgram {

	static final int BATCH = 10;

	private FileWritingProgram() {
	}

	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		if (args[1].equals("monitor")) {
			monitor(folder);
		}
		else {
			write(folder, args[1].equals("gzip"));
		}
	}

	/**
	 * Write as fast as possible. The largest lines have 130 KB.
	 */
	private static void write(Path folder, boolean gzip) throws Exception {
		RecordFileExporter exporter = new RecordFileExporter(
				new RecordFileOptions(folder, gzip ? 20_000 : 1_000_000, Duration.ofHours(1), Long.MAX_VALUE, gzip));
		PrintStream out = new PrintStream(System.out, true);
		for (long last = 0;; last += BATCH) {
			List<InvocationRecord> batch = LongStream.rangeClosed(last + 1, last + BATCH)
				.mapToObj(
						(sequence) -> TestRecords.sequence(sequence).samples((int) (sequence * 7919 % 20_000)).build())
				.toList();
			exporter.export(batch);
			out.println(last + BATCH);
		}
	}

	/**
	 * Run invocations on several threads.
	 */
	private static void monitor(Path folder) {
		ResourceMonitor monitor = ResourceMonitor.builder().function("load").writeTo(folder).build();
		PrintStream out = new PrintStream(System.out, true);
		AtomicLong count = new AtomicLong();
		for (int i = 0; i < 3; i++) {
			new Thread(() -> {
				while (true) {
					String handler = "handler-" + count.incrementAndGet();
					monitor.run(handler, FileWritingProgram::work);
					out.println(handler);
				}
			}).start();
		}
	}

	private static void work() {
		// Slow enough for the exporter's queue.
		long end = System.nanoTime() + 2_000_000;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

}
