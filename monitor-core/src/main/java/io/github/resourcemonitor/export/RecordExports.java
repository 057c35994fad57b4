package io.github.resourcemonitor.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * All exporters of a monitor. They are looked up when there is a first record, so that
 * they may use the monitor themselves. Thread-safe; nothing here throws or waits, but for
 * a flush.
 */
public final class RecordExports implements AutoCloseable {

	/**
	 * How long a {@linkplain #flush(Duration) flush} may take when the application stops,
	 * unless configured otherwise. Cloud Run kills a process 10 seconds after it has
	 * asked it to stop.
	 */
	public static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

	private static final ExportWorker[] NONE = {};

	private static final long LOOKUP_PAUSE_NANOS = 1_000_000_000;

	private final Supplier<? extends List<? extends RecordExporter>> exporters;

	private final ExportOptions options;

	private final Failures failures;

	private final AtomicLong dropped = new AtomicLong();

	private volatile ExportWorker @Nullable [] workers;

	private volatile boolean closed;

	private volatile boolean stopping;

	private volatile long nextLookup = System.nanoTime();

	/**
	 * Create the exports of a monitor.
	 * @param exporters supplies the exporters
	 * @param options how records wait
	 * @param failures where failures of exporters are recorded
	 */
	public RecordExports(Supplier<? extends List<? extends RecordExporter>> exporters, ExportOptions options,
			Failures failures) {
		this.exporters = exporters;
		this.options = options;
		this.failures = failures;
	}

	/**
	 * Add a record to the queue of each exporter. If so configured, the end of an
	 * outermost invocation waits until it is exported.
	 * @param record the record
	 */
	public void add(InvocationRecord record) {
		ExportWorker[] all = workers();
		for (ExportWorker worker : all) {
			this.failures.guard("exporters", () -> worker.add(record));
		}
		boolean waits = record.parentId() == null && !this.options.flushAtEnd().isZero() && !this.stopping;
		if (waits && all.length > 0) {
			// An exporter that has just failed would only delay the answer.
			flush(Arrays.stream(all).filter((worker) -> !worker.isPausing()).toArray(ExportWorker[]::new),
					this.options.flushAtEnd());
		}
	}

	/**
	 * Let exporters work whose time has come, because the process may have been without a
	 * processor since the last invocation.
	 */
	public void wakeIfDue() {
		for (ExportWorker worker : present()) {
			worker.wakeIfDue();
		}
	}

	/**
	 * Export all that waits, and flush all exporters, as soon as possible, without
	 * waiting for it.
	 */
	public void requestFlush() {
		for (ExportWorker worker : present()) {
			worker.flush();
		}
	}

	/**
	 * Export all that waits, and flush all exporters, waiting for it. An interrupt ends
	 * the waiting, and the flag stays set.
	 * @param timeout how long to wait at most
	 * @return whether all exporters succeeded within this time
	 */
	public boolean flush(Duration timeout) {
		return flush(present(), timeout);
	}

	private boolean flush(ExportWorker[] all, Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
		for (ExportWorker worker : all) {
			flushes.add(worker.flush());
		}
		boolean done = true;
		try {
			for (CompletableFuture<Boolean> flush : flushes) {
				done &= flush.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
			}
			return done;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			this.failures.record("flush of the exporters", ex);
			return false;
		}
	}

	/**
	 * Return how many records were dropped since the last call, by all exporters.
	 * @return the number, which is then forgotten
	 */
	public long takeDropped() {
		return (this.dropped.get() > 0) ? this.dropped.getAndSet(0) : 0;
	}

	/**
	 * Return what each exporter has done.
	 * @return the states, in the order of the exporters
	 */
	public List<ExporterState> states() {
		List<ExporterState> states = new ArrayList<>();
		for (ExportWorker worker : workers()) {
			states.add(worker.state());
		}
		return states;
	}

	/**
	 * The application stops: from now on each record is exported at once, and the end of
	 * an invocation does not wait.
	 */
	public void stopping() {
		this.stopping = true;
		for (ExportWorker worker : present()) {
			worker.urge();
		}
	}

	/**
	 * End the thread of one exporter, because it is about to be closed. What still waits
	 * for it is dropped.
	 * @param exporter the exporter
	 */
	public void close(RecordExporter exporter) {
		for (ExportWorker worker : present()) {
			if (worker.isFor(exporter)) {
				worker.close();
			}
		}
	}

	/**
	 * End the threads. What still waits is dropped, so {@linkplain #flush(Duration)
	 * flush} before. Closing twice does nothing.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		for (ExportWorker worker : present()) {
			worker.close();
		}
	}

	/**
	 * Return the exporters as far as they were looked up.
	 */
	private ExportWorker[] present() {
		ExportWorker[] present = this.workers;
		return (present != null) ? present : NONE;
	}

	private ExportWorker[] workers() {
		ExportWorker[] present = this.workers;
		return (present != null) ? present : create();
	}

	private ExportWorker[] create() {
		if (System.nanoTime() - this.nextLookup < 0) {
			return NONE;
		}
		try {
			// Without a lock, because looking up may create beans, which has locks.
			List<ExportWorker> created = new ArrayList<>();
			Set<String> names = new HashSet<>();
			for (RecordExporter exporter : this.exporters.get()) {
				ExportWorker worker = this.failures.attempt("exporters", () -> new ExportWorker(exporter,
						unique(exporter.name(), names), this.options, this.failures, this.dropped::incrementAndGet));
				if (worker != null) {
					created.add(worker);
				}
			}
			return install(created.toArray(new ExportWorker[0]));
		}
		catch (Throwable ex) {
			// Beans may be in creation. Looking them up for each record would cost much.
			this.nextLookup = System.nanoTime() + LOOKUP_PAUSE_NANOS;
			this.failures.record("exporters", ex);
			return NONE;
		}
	}

	private synchronized ExportWorker[] install(ExportWorker[] created) {
		ExportWorker[] present = this.workers;
		if (present != null) {
			return present;
		}
		this.workers = created;
		if (this.stopping) {
			stopping();
		}
		if (this.closed) {
			close();
		}
		return created;
	}

	private static String unique(String name, Set<String> names) {
		String unique = name;
		for (int i = 2; !names.add(unique); i++) {
			unique = name + "-" + i;
		}
		return unique;
	}

}
