package io.github.resourcemonitor.benchmarks.line;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.benchmarks.MonitoredContext;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.schema.CloudLoggingFields;
import io.github.resourcemonitor.schema.LineJson;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.schema.RecordMaps;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A record like that of the demo's thumbnail function: 300 ms of work, measured with all
 * columns of this machine, including slow ones, and two service calls of an instrumented
 * client.
 */
@State(Scope.Benchmark)
public class WrittenRecord {

	private static final long WORK_NANOS = 300_000_000;

	private InvocationRecord record;

	private Map<String, Object> maps;

	/**
	 * Create a new instance without a record.
	 */
	@SuppressWarnings("NullAway") // Set up by JMH.
	public WrittenRecord() {
	}

	InvocationRecord record() {
		return this.record;
	}

	Map<String, Object> maps() {
		return this.maps;
	}

	/**
	 * Create the record, and write its lines to files with the names that the system
	 * property {@code benchmarks.line-file} has, after {@code full-}, {@code compact-}
	 * and {@code cloud-logging-}.
	 * @throws IOException if a file cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Setup(Level.Trial)
	public void create() throws IOException, InterruptedException {
		BlockingQueue<InvocationRecord> records = new LinkedBlockingQueue<>();
		try (MonitoredContext context = new MonitoredContext(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord ended) {
				records.add(ended);
			}

		}, "sampling.interval=50ms", "sampling.cpu-budget=50")) {
			// Figures of threads require two readings of the threads.
			for (int tries = 0; this.record == null || !this.record.process().hasThreads(); tries++) {
				if (tries == 20) {
					throw new IllegalStateException("The monitor did not read the threads twice");
				}
				context.monitor().run("thumbnail", WrittenRecord::work);
				this.record = withCalls(records.take());
			}
		}
		this.maps = RecordMaps.of(this.record, false);
		String file = System.getProperty("benchmarks.line-file");
		if (file != null) {
			Path path = Path.of(file);
			write(path, "full-", new LineJson(RecordFormat.FULL, null));
			write(path, "compact-", new LineJson(RecordFormat.COMPACT, null));
			write(path, "cloud-logging-", new LineJson(RecordFormat.COMPACT, new CloudLoggingFields("my-project")));
		}
	}

	private void write(Path path, String prefix, LineJson json) throws IOException {
		try (OutputStream stream = Files.newOutputStream(path.resolveSibling(prefix + path.getFileName()))) {
			json.write(this.record, 0, stream::write);
		}
	}

	private static void work() {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < WORK_NANOS) {
			// Causes both kinds of context switches, and CPU time in user mode and in the
			// kernel.
			LockSupport.parkNanos(1);
		}
	}

	private static InvocationRecord withCalls(InvocationRecord record) {
		List<ServiceCallUsage> calls = List.of(
				new ServiceCallUsage("storage", "download", CallDirection.DOWNLOAD, 1, 0, 3_530_942L, 0, 0, 21_034_117L,
						21_034_117L, requests(0, 3_530_942)),
				new ServiceCallUsage("storage", "upload", CallDirection.UPLOAD, 1, 0, 16_594L, 0, 0, 7_312_988L,
						7_312_988L, requests(17_120, 812)));
		return new InvocationRecord(record.sequence(), record.parentId(), record.handler(), record.origin(),
				record.function(), record.trace(), record.start(), record.durationNanos(), record.outcome(),
				record.error(), record.initNanos(), record.concurrency(), record.own(), record.share(), record.nested(),
				record.process(), calls, record.samples(), record.monitor());
	}

	private static ServiceCallUsage.Requests requests(long sent, long received) {
		Map<String, Long> statuses = new LinkedHashMap<>();
		statuses.put("200", 1L);
		return new ServiceCallUsage.Requests(1, 0, sent, received, statuses);
	}

}
