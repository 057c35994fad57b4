package io.github.resourcemonitor.export;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * One exporter with its queue and its thread, which is started by the first record.
 */
final class ExportWorker {

	/**
	 * How often a batch is tried whose failure is none of input and output.
	 */
	private static final int ATTEMPTS = 3;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private static final String CONSEQUENCE = "no call is affected, and records wait until it is tried again";

	private final RecordExporter exporter;

	private final String name;

	private final ExportOptions options;

	private final Failures failures;

	private final Runnable onDrop;

	private final ExportQueue queue;

	private final TimedCalls calls;

	/**
	 * The flush that was asked for and has not begun, shared by all who ask meanwhile.
	 */
	private final AtomicReference<@Nullable CompletableFuture<Boolean>> asked = new AtomicReference<>();

	private final LongAdder exported = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	/**
	 * For how long the thread waits unless it is woken: 0 while it works.
	 */
	private volatile long waiting;

	/**
	 * When it wakes by itself.
	 */
	private volatile long wakeAt;

	private volatile boolean timedOut;

	/**
	 * The batch that is being exported, or that failed. As all that follows, of the
	 * worker's thread alone.
	 */
	private volatile List<InvocationRecord> batch = List.of();

	private final RetryPause exportPause = new RetryPause();

	/**
	 * Keeps no record waiting.
	 */
	private final RetryPause flushPause = new RetryPause();

	private boolean unflushed;

	private boolean collecting;

	private long roundAt;

	/**
	 * Create a new worker.
	 * @param exporter the exporter
	 * @param name its name
	 * @param options how records wait
	 * @param failures where its failures are recorded
	 * @param onDrop called for each record that is dropped
	 */
	ExportWorker(RecordExporter exporter, String name, ExportOptions options, Failures failures, Runnable onDrop) {
		this.exporter = exporter;
		this.name = name;
		this.options = options;
		this.failures = failures;
		this.onDrop = onDrop;
		this.queue = new ExportQueue(options, exporter.needsSamples());
		this.calls = new TimedCalls(options.timeout(), this::timedOut);
	}

	void add(InvocationRecord record) {
		if (this.closed || !this.queue.add(record)) {
			drop(1);
			return;
		}
		if (this.thread == null) {
			start();
		}
		if (this.closed) {
			drop(this.queue.take(Integer.MAX_VALUE).size());
			return;
		}
		long waits = this.waiting;
		if (waits == Long.MAX_VALUE || (waits > 0 && this.queue.size() >= this.options.batchSize())) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Wake the thread if its time has come, because it may have had no processor.
	 */
	void wakeIfDue() {
		long waits = this.waiting;
		if (waits > 0 && waits < Long.MAX_VALUE && System.nanoTime() - this.wakeAt >= 0) {
			LockSupport.unpark(this.thread);
		}
	}

	private synchronized void start() {
		if (this.thread == null && !this.closed) {
			// Thread locals of the function's thread are not inherited.
			Thread started = new Thread(null, this::work, "resource-monitor-export-" + this.name, 0, false);
			started.setDaemon(true);
			started.setContextClassLoader(this.exporter.getClass().getClassLoader());
			started.start();
			this.thread = started;
		}
	}

	/**
	 * Export all that waits, and flush, as soon as possible.
	 * @return completes with whether it succeeded
	 */
	CompletableFuture<Boolean> flush() {
		if (this.thread == null) {
			return CompletableFuture.completedFuture(true);
		}
		CompletableFuture<Boolean> flush = this.asked
			.updateAndGet((present) -> (present != null) ? present : new CompletableFuture<>());
		LockSupport.unpark(this.thread);
		if (this.closed) {
			refuse();
		}
		return Objects.requireNonNull(flush);
	}

	/**
	 * End the thread. What still waits is dropped.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		LockSupport.unpark(this.thread);
		refuse();
		drop(this.queue.take(Integer.MAX_VALUE).size());
	}

	private void refuse() {
		CompletableFuture<Boolean> flush = this.asked.getAndSet(null);
		if (flush != null) {
			flush.complete(false);
		}
	}

	ExporterState state() {
		return new ExporterState(this.name, this.queue.size() + this.batch.size(), this.exported.sum(),
				this.dropped.sum(), this.failed.sum(), this.queue.withoutSamples());
	}

	private void drop(int count) {
		for (int i = 0; i < count; i++) {
			this.dropped.increment();
			this.onDrop.run();
		}
	}

	private void work() {
		while (!this.closed) {
			try {
				step();
			}
			catch (Throwable ex) {
				this.failures.record(hook(), ex, CONSEQUENCE);
				LockSupport.parkNanos(this, PAUSE.toNanos());
			}
		}
		drop(this.batch.size());
		this.batch = List.of();
		refuse();
	}

	private void step() {
		CompletableFuture<Boolean> flush = this.asked.getAndSet(null);
		if (flush != null) {
			flush.complete(round(true));
			return;
		}
		long wait = nanosToNextRound(System.nanoTime());
		if (wait == 0) {
			round(false);
			return;
		}
		this.wakeAt = System.nanoTime() + wait;
		this.waiting = wait;
		// Looked at again, because what is added from now on wakes this thread.
		if (this.asked.get() == null && !this.closed && nanosToNextRound(System.nanoTime()) > 0) {
			if (wait == Long.MAX_VALUE) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, wait);
			}
		}
		this.waiting = 0;
		// An interrupt by anyone else would keep the thread from waiting.
		Thread.interrupted();
	}

	/**
	 * Return how long the thread has to wait: 0 if it has to work, the longest time if
	 * there is nothing to do.
	 */
	private long nanosToNextRound(long now) {
		int waits = this.queue.size() + this.batch.size();
		if (waits == 0 && !this.unflushed) {
			this.collecting = false;
			return Long.MAX_VALUE;
		}
		if (this.exportPause.isActive()) {
			return this.exportPause.remainingNanos(now);
		}
		if (waits >= this.options.batchSize()) {
			return 0;
		}
		if (waits == 0 && this.flushPause.isActive()) {
			return this.flushPause.remainingNanos(now);
		}
		if (!this.collecting) {
			this.collecting = true;
			this.roundAt = now + this.options.interval().toNanos();
		}
		return Math.max(0, this.roundAt - now);
	}

	/**
	 * Export what waits now, and flush.
	 * @param now whether to flush even if the last flush failed a short time ago
	 */
	private boolean round(boolean now) {
		this.exportPause.end();
		this.collecting = false;
		try {
			exportAll(this.queue.size() + this.batch.size());
		}
		catch (Throwable ex) {
			failed(ex);
			boolean lasting = !(ex instanceof IOException || ex instanceof InterruptedException);
			if (this.exportPause.failed() >= ATTEMPTS && lasting) {
				drop(this.batch.size());
				this.batch = List.of();
				this.exportPause.reset();
			}
			return false;
		}
		boolean due = now || this.flushPause.remainingNanos(System.nanoTime()) == 0;
		return !due || flushExporter();
	}

	private void exportAll(int count) throws Exception {
		int left = count;
		while (left > 0) {
			if (this.batch.isEmpty()) {
				this.batch = this.queue.take(Math.min(left, this.options.batchSize()));
			}
			List<InvocationRecord> records = this.batch;
			this.calls.run(() -> this.exporter.export(records));
			this.exported.add(records.size());
			this.batch = List.of();
			this.unflushed = true;
			this.exportPause.reset();
			left -= records.size();
		}
	}

	private boolean flushExporter() {
		if (!this.unflushed) {
			return true;
		}
		try {
			this.calls.run(this.exporter::flush);
			this.unflushed = false;
			this.flushPause.reset();
			return true;
		}
		catch (Throwable ex) {
			failed(ex);
			this.flushPause.failed();
			return false;
		}
	}

	private void failed(Throwable ex) {
		this.failed.increment();
		if (!this.timedOut) {
			this.failures.record(hook(), ex, CONSEQUENCE);
		}
		this.timedOut = false;
	}

	private void timedOut() {
		this.timedOut = true;
		this.failures.record(hook(), new IOException("The exporter '" + this.name + "' has not answered within "
				+ this.options.timeout().toMillis() + " ms and was interrupted"), CONSEQUENCE);
	}

	private String hook() {
		return "exporter " + this.name;
	}

}
