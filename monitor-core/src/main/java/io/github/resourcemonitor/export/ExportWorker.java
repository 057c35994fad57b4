package io.github.resourcemonitor.export;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * One exporter with its queue and its thread, which is started by the first record.
 */
final class ExportWorker {

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final RecordExporter exporter;

	private final String name;

	private final ExportOptions options;

	private final Failures failures;

	private final ExportQueue queue;

	private final ExportRounds rounds;

	/**
	 * The flush that was asked for and has not begun, shared by all who ask meanwhile.
	 */
	private final AtomicReference<@Nullable CompletableFuture<Boolean>> asked = new AtomicReference<>();

	private final ExportCounts counts;

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	/**
	 * Whether records no longer wait for others, because the application stops.
	 */
	private volatile boolean urgent;

	/**
	 * For how long the thread waits unless it is woken: 0 while it works.
	 */
	private volatile long waiting;

	/**
	 * When it wakes by itself.
	 */
	private volatile long wakeAt;

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
		this.counts = new ExportCounts(onDrop);
		this.queue = new ExportQueue(options, exporter.needsSamples());
		this.rounds = new ExportRounds(exporter, name, options, this.queue, this.counts, failures);
	}

	void add(InvocationRecord record) {
		if (this.closed || !this.queue.add(record)) {
			this.counts.dropped(1);
			return;
		}
		if (this.thread == null) {
			start();
		}
		if (this.closed) {
			this.counts.dropped(this.queue.take(Integer.MAX_VALUE).size());
			return;
		}
		long waits = this.waiting;
		boolean due = this.urgent || this.queue.size() >= this.options.batchSize();
		if (waits == Long.MAX_VALUE || (waits > 0 && due)) {
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
			Thread started = new Thread(null, this::work, ExporterThreads.name(this.name), 0, false);
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
	 * Return whether the last export failed a short time ago.
	 */
	boolean isPausing() {
		return this.rounds.isPausing();
	}

	/**
	 * From now on, export each record at once.
	 */
	void urge() {
		this.urgent = true;
		this.rounds.urge();
		LockSupport.unpark(this.thread);
	}

	boolean isFor(RecordExporter candidate) {
		return this.exporter == candidate;
	}

	/**
	 * End the thread, after its present call, which is interrupted. What still waits is
	 * dropped. Waits a short time for the thread.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.rounds.close();
		LockSupport.unpark(this.thread);
		refuse();
		this.counts.dropped(this.queue.take(Integer.MAX_VALUE).size());
		Thread ending = this.thread;
		if (ending != null && ending != Thread.currentThread()) {
			join(ending);
		}
	}

	private static void join(Thread ending) {
		try {
			ending.join(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void refuse() {
		CompletableFuture<Boolean> flush = this.asked.getAndSet(null);
		if (flush != null) {
			flush.complete(false);
		}
	}

	ExporterState state() {
		return this.counts.state(this.name, this.rounds.waiting(), this.queue.withoutSamples());
	}

	private void work() {
		while (!this.closed) {
			try {
				step();
			}
			catch (Throwable ex) {
				this.failures.record("exporter " + this.name, ex, ExportRounds.CONSEQUENCE);
				LockSupport.parkNanos(this, PAUSE.toNanos());
			}
		}
		this.rounds.dropBatch();
		refuse();
	}

	private void step() {
		CompletableFuture<Boolean> flush = this.asked.getAndSet(null);
		if (flush != null) {
			flush.complete(this.rounds.run(true));
			return;
		}
		long wait = this.rounds.nanosToNext(System.nanoTime());
		if (wait == 0) {
			this.rounds.run(false);
			return;
		}
		this.wakeAt = System.nanoTime() + wait;
		this.waiting = wait;
		// Looked at again, because what is added from now on wakes this thread.
		if (this.asked.get() == null && !this.closed && this.rounds.nanosToNext(System.nanoTime()) > 0) {
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

}
