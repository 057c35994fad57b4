package io.github.resourcemonitor.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.HandlerSummary;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.ResourceSampler;

/**
 * Soak test: millions of invocations through the auto-configured monitor, short, long,
 * nested, failing and asynchronous ones, with service calls under new names. No record
 * may be lost, and no memory may leak.
 */
public final class Soak {

	private static final int HISTORY = 500;

	private static final int LONG_THREADS = 8;

	/**
	 * The parts of the run after which all threads stop and the process is checked.
	 */
	private static final double[] CHECKPOINTS = { 0.1, 0.25, 0.5, 0.75, 1 };

	private final long count;

	private final int threads;

	private final double tolerance;

	private final RecordTotals totals;

	private final MonitoredContext context;

	private final ResourceMonitor monitor;

	private final Phaser checkpoint;

	private final LongAdder started = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder calls = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	/**
	 * The number of asynchronous invocations that have not ended yet.
	 */
	private final AtomicLong pending = new AtomicLong();

	private final List<String> violations = new ArrayList<>();

	/**
	 * The number of workers that have not reached the next checkpoint.
	 */
	private final AtomicInteger working = new AtomicInteger();

	private Soak(long count, int threads, boolean edges, double tolerance) {
		this.count = count;
		this.threads = threads;
		this.tolerance = tolerance;
		this.totals = new RecordTotals(count);
		this.context = new MonitoredContext(this.totals, "sampling.edges=" + edges, "sampling.interval=10ms",
				"sampling.idle-timeout=1s", "history.capacity=" + HISTORY, "history.max-samples-size=2MB");
		this.monitor = this.context.monitor();
		this.checkpoint = new Phaser(threads + LONG_THREADS + 1);
		this.working.set(threads);
	}

	/**
	 * Run the test.
	 * @param args the number of invocations; the number of threads; {@code shared} or
	 * {@code off} for the edges; the allowed growth of the live heap in percent
	 * @throws Exception if the state of the process cannot be read
	 */
	public static void main(String[] args) throws Exception {
		Soak soak = new Soak(Long.parseLong(args[0]), Integer.parseInt(args[1]), args[2].equals("shared"),
				Double.parseDouble(args[3]));
		boolean sound = soak.run();
		System.exit(sound ? 0 : 1);
	}

	private boolean run() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < LONG_THREADS; i++) {
			long millis = (i == 0) ? Long.MAX_VALUE / 1_000_000 : 500 + i * 1000L;
			threads.add(start("long-" + i, () -> runLongInvocations(millis)));
		}
		for (int i = 0; i < this.threads; i++) {
			threads.add(start("worker-" + i, this::work));
		}
		System.out.printf("%12s %10s %14s %12s %10s %8s %8s%n", "invocations", "seconds", "per second", "live heap B",
				"RSS MB", "files", "threads");
		State first = null;
		State last = null;
		long begin = System.nanoTime();
		for (int i = 0; i < CHECKPOINTS.length; i++) {
			this.checkpoint.arriveAndAwaitAdvance();
			double seconds = (System.nanoTime() - begin) / 1e9;
			awaitPending();
			// The history has the same size at each checkpoint.
			for (int j = 0; j < HISTORY; j++) {
				run("filler");
			}
			last = State.capture();
			first = (first != null) ? first : last;
			checkEqual("active at a checkpoint", 0, this.context.bean(Invocations.class).active());
			long done = this.started.sum();
			System.out.printf(Locale.ROOT, "%,12d %10.1f %,14.0f %,12d %10.1f %8d %8d%n", done, seconds, done / seconds,
					last.heap(), last.resident() / 1e6, last.files(), last.threads());
			this.working.set(this.threads);
			this.checkpoint.arriveAndAwaitAdvance();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		if (first != null && last != null) {
			checkGrowth(first, last);
		}
		checkRecords();
		checkWindowsClosed();
		report();
		this.context.close();
		return this.violations.isEmpty();
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.start();
		return thread;
	}

	/**
	 * Run the invocations of one worker, stopping at each checkpoint.
	 */
	private void work() {
		long done = 0;
		for (double part : CHECKPOINTS) {
			long end = (long) (this.count * part / this.threads);
			while (done < end) {
				done += step(done);
			}
			this.working.decrementAndGet();
			awaitCheckpoint();
		}
	}

	private void awaitCheckpoint() {
		this.checkpoint.arriveAndAwaitAdvance();
		// The main thread checks the process between these two.
		this.checkpoint.arriveAndAwaitAdvance();
	}

	/**
	 * Run one or several invocations.
	 * @param number determines the kind of invocation
	 * @return the number of invocations
	 */
	private long step(long number) {
		if (number % 1000 == 999) {
			return runUnderNewNames(number);
		}
		if (number % 50 == 49) {
			return runAsynchronously(number % 500 == 499);
		}
		if (number % 10 == 9) {
			return runNested();
		}
		if (number % 7 == 6) {
			return runFailing();
		}
		if (number % 5 == 4) {
			return runWithServiceCalls();
		}
		run("handler-" + number % 20);
		return 1;
	}

	private void run(String handler) {
		this.started.increment();
		this.monitor.run(handler, () -> {
		});
	}

	private InvocationScope start(String handler) {
		this.started.increment();
		return this.monitor.start(handler);
	}

	private long runNested() {
		this.started.increment();
		this.monitor.run("outer", () -> {
			run("inner");
			run("inner");
		});
		return 3;
	}

	private long runFailing() {
		this.started.increment();
		this.failed.increment();
		try {
			this.monitor.run("failing", () -> {
				throw Expected.INSTANCE;
			});
		}
		catch (Expected ex) {
			return 1;
		}
		this.violations.add("an exception was not rethrown");
		return 1;
	}

	private long runWithServiceCalls() {
		this.started.increment();
		this.monitor.run("calling", () -> {
			call("storage", "get", 1000);
			call("storage", "put", 10);
		});
		return 1;
	}

	/**
	 * Use each name only once, so that data kept by name would grow without limit.
	 */
	private long runUnderNewNames(long number) {
		this.started.increment();
		String name = Thread.currentThread().getName() + "-" + number;
		this.monitor.run(name, () -> {
			for (int i = 0; i < 80; i++) {
				call("service-" + name, "operation-" + i, i);
			}
		});
		// Outside any invocation, so recorded in the monitor's own table.
		this.monitor.recordServiceCall("service-" + name, "outside", CallDirection.DOWNLOAD, 1);
		return 1;
	}

	private void call(String service, String operation, long size) {
		this.calls.increment();
		this.bytes.add(size);
		this.monitor.recordServiceCall(service, operation, CallDirection.DOWNLOAD, size);
	}

	private long runAsynchronously(boolean later) {
		this.started.increment();
		CompletableFuture<String> future = new CompletableFuture<>();
		this.pending.incrementAndGet();
		try {
			this.monitor.call("asynchronous", () -> future);
		}
		catch (Exception ex) {
			this.violations.add("an asynchronous invocation threw " + ex);
		}
		if (later) {
			ForkJoinPool.commonPool().execute(() -> complete(future));
		}
		else {
			complete(future);
		}
		return 1;
	}

	private void complete(CompletableFuture<String> future) {
		future.complete("done");
		this.pending.decrementAndGet();
	}

	private void awaitPending() {
		while (this.pending.get() > 0) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * Run long invocations that overlap each other and all short ones. The longest last
	 * from one checkpoint to the next, which is longer than the ring.
	 */
	private void runLongInvocations(long millis) {
		for (int checkpoint = 0; checkpoint < CHECKPOINTS.length; checkpoint++) {
			while (this.working.get() > 0) {
				InvocationScope scope = start("long");
				call("storage", "stream", 1_000_000);
				long begin = System.nanoTime();
				while (this.working.get() > 0 && System.nanoTime() - begin < millis * 1_000_000) {
					LockSupport.parkNanos(10_000_000);
				}
				scope.close();
			}
			awaitCheckpoint();
		}
	}

	private void checkGrowth(State first, State last) {
		double growth = 100.0 * (last.heap() - first.heap()) / first.heap();
		System.out.printf(Locale.ROOT,
				"%nLive heap: %+.2f %% from the first to the last checkpoint, %+.3f B per invocation%n", growth,
				(last.heap() - first.heap()) / (0.9 * this.count));
		check(growth <= this.tolerance, "the live heap grew by more than " + this.tolerance + " %");
		check(last.files() <= first.files(), "more files are open than at the first checkpoint");
		check(last.threads() <= first.threads(), "there are more threads than at the first checkpoint");
	}

	private void checkRecords() {
		long expected = this.started.sum();
		Invocations invocations = this.context.bean(Invocations.class);
		checkEqual("started", expected, invocations.started());
		checkEqual("lost", 0, invocations.lost());
		checkEqual("active", 0, invocations.active());
		checkEqual("records", expected, this.totals.records.sum());
		checkEqual("sequences seen", expected, this.totals.distinct());
		checkEqual("first gap after sequence", expected, this.totals.firstGap() - 1L);
		checkEqual("sequences seen twice", 0, this.totals.duplicates.sum());
		checkEqual("errors", this.failed.sum(), this.totals.errors.sum());
		checkEqual("service calls", this.calls.sum(), this.totals.calls.sum());
		checkEqual("bytes of service calls", this.bytes.sum(), this.totals.bytes.sum());
		checkEqual("kept in the history", HISTORY, this.context.bean(InvocationRepository.class).findAll().size());
		List<HandlerSummary> summaries = this.context.bean(HandlerSummaries.class).findAll();
		checkEqual("invocations in summaries", expected, summaries.stream().mapToLong(HandlerSummary::count).sum());
		// Concurrent threads may all find the last free entry.
		check(summaries.size() <= 100 + 1 + this.threads, summaries.size() + " handlers have a summary of their own");
		Failures failures = this.context.bean(Failures.class);
		check(failures.summaries().isEmpty(), "the monitor failed: " + failures.summaries());
	}

	/**
	 * Check that no window is open: only then does the sampler's thread end.
	 */
	private void checkWindowsClosed() {
		ResourceSampler sampler = this.context.bean(ResourceSampler.class);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (sampler.isThreadAlive() && System.nanoTime() - end < 0) {
			LockSupport.parkNanos(10_000_000);
		}
		check(!sampler.isThreadAlive(), "the sampler's thread did not end: a window is still open");
		System.out.printf(Locale.ROOT, "Samples: %,d taken, %,d missed, %.1f us CPU each%n", sampler.samples(),
				sampler.missedSamples(), sampler.cpuNanos() / 1e3 / Math.max(1, sampler.samples()));
	}

	private void report() {
		System.out.printf(Locale.ROOT, "Records: %,d, %,d of them errors, with %,d service calls and %,d B%n",
				this.totals.records.sum(), this.totals.errors.sum(), this.totals.calls.sum(), this.totals.bytes.sum());
		System.out.println(this.violations.isEmpty() ? "No record was lost, and nothing leaked." : "FAILED:");
		this.violations.forEach((message) -> System.out.println("  " + message));
	}

	private void checkEqual(String what, long expected, long actual) {
		check(expected == actual, what + ": " + actual + ", not " + expected);
	}

	private void check(boolean right, String message) {
		if (!right) {
			this.violations.add(message);
		}
	}

	/**
	 * The state of the process after a garbage collection.
	 *
	 * @param heap the live heap in bytes
	 * @param resident the resident memory in bytes
	 * @param files the number of open files
	 * @param threads the number of threads
	 */
	private record State(long heap, long resident, int files, int threads) {

		static State capture() throws IOException {
			long heap = Long.MAX_VALUE;
			for (int i = 0; i < 3; i++) {
				System.gc();
				heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
			}
			String[] statm = Files.readString(Path.of("/proc/self/statm")).split(" ");
			String[] files = new File("/proc/self/fd").list();
			return new State(heap, Long.parseLong(statm[1]) * 4096, (files != null) ? files.length : 0,
					ManagementFactory.getThreadMXBean().getThreadCount());
		}

	}

	/**
	 * Counts all records, in an amount of memory that is fixed at the start. Thread-safe.
	 */
	private static final class RecordTotals implements InvocationListener {

		private final BitSet sequences;

		private final LongAdder records = new LongAdder();

		private final LongAdder duplicates = new LongAdder();

		private final LongAdder errors = new LongAdder();

		private final LongAdder calls = new LongAdder();

		private final LongAdder bytes = new LongAdder();

		RecordTotals(long expected) {
			// Room for long invocations and those that fill the history.
			this.sequences = new BitSet((int) Math.min(Integer.MAX_VALUE - 1, expected + expected / 10 + 100_000));
		}

		@Override
		public void onEnd(InvocationRecord record) {
			this.records.increment();
			if (record.outcome() == Outcome.ERROR) {
				this.errors.increment();
			}
			// The record of the outer invocation includes the calls of inner ones.
			if (record.parentId() == null) {
				for (ServiceCallUsage usage : record.serviceCalls()) {
					this.calls.add(usage.count());
					this.bytes.add((usage.bytes() != null) ? usage.bytes() : 0);
				}
			}
			synchronized (this.sequences) {
				if (this.sequences.get((int) record.sequence())) {
					this.duplicates.increment();
				}
				this.sequences.set((int) record.sequence());
			}
		}

		long distinct() {
			synchronized (this.sequences) {
				return this.sequences.cardinality();
			}
		}

		int firstGap() {
			synchronized (this.sequences) {
				return this.sequences.nextClearBit(1);
			}
		}

	}

	/**
	 * The exception of failing invocations.
	 */
	private static final class Expected extends RuntimeException {

		private static final Expected INSTANCE = new Expected();

		private Expected() {
			super("expected", null, false, false);
		}

	}

}
