package io.github.resourcemonitor.benchmarks.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.benchmarks.MonitoredContext;
import io.github.resourcemonitor.benchmarks.ProcessUsage;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * Runs invocations with known work at a constant concurrency and reports their records
 * next to the actual usage. Also reports whether all shares add up to the usage of the
 * process.
 */
public final class Truth {

	private static final int HEAVY_EACH = 5;

	private static final int WARM_UP_JOBS = 1000;

	/**
	 * Enough threads to load the code that runs only under contention.
	 */
	private static final int WARM_UP_THREADS = 64;

	private static final long WARM_UP_NANOS = 1_000_000;

	/**
	 * The monitor limits how often it reads threads, and reads them less often while its
	 * code is cold.
	 */
	private static final long PAUSE_NANOS = 400_000_000;

	private static final long READING_NANOS = 15_000_000;

	private static final int STACK_BYTES = 256 << 10;

	private final Records records = new Records();

	private final MonitoredContext context;

	private final Work work;

	private final Style style;

	private final AtomicInteger numbers = new AtomicInteger();

	private Truth(String style) {
		this.context = new MonitoredContext(List.of(TruthApplication.class), this.records, "history.capacity=0");
		this.work = this.context.bean(Work.class);
		this.style = switch (style) {
			case "fork" -> this.context.bean(ForkStyle.class);
			case "async" -> this.context.bean(AsyncStyle.class);
			case "reactor" -> this.context.bean(ReactorStyle.class);
			default -> throw new IllegalArgumentException("No style '" + style + "'");
		};
	}

	/**
	 * Run the benchmark.
	 * @param args the style: {@code fork}, {@code async} or {@code reactor}; the number
	 * of concurrent invocations; the total number of invocations; the CPU time of a light
	 * and of a heavy invocation in milliseconds; the result file
	 * @throws Exception if the benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		Truth truth = new Truth(args[0]);
		truth.run(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]) * 1_000_000,
				Long.parseLong(args[4]) * 1_000_000, Path.of(args[5]));
		truth.context.close();
		// Threads of Reactor or the sink could keep the JVM alive.
		System.exit(0);
	}

	private void run(String style, int atOnce, int count, long lightNanos, long heavyNanos, Path result)
			throws Exception {
		double blindNanos = this.work.check();
		// Loads the native library, which costs more CPU time than a job.
		ProcessUsage.now();
		perform(WARM_UP_THREADS, WARM_UP_JOBS, WARM_UP_NANOS, WARM_UP_NANOS);
		awaitNewReadings();
		long accountedBefore = accounted();
		long lateBefore = late();
		ProcessUsage before = ProcessUsage.now();
		List<Job> jobs = perform(atOnce, count, lightNanos, heavyNanos);
		awaitNewReadings();
		ProcessUsage used = ProcessUsage.now().since(before);
		long accounted = accounted() - accountedBefore;
		long late = late() - lateBefore;
		StringBuilder json = new StringBuilder();
		for (Job job : jobs) {
			json.append(json.isEmpty() ? "" : ",\n").append(describe(job));
		}
		Files.writeString(result, String.format(Locale.ROOT, """
				{"style": "%s", "atOnce": %d, "meterBlindNanos": %.0f, "processCpu": %d, "accountedCpu": %d,
				"lateCpu": %d, "voluntarySwitches": %d, "failures": %d, "jobs": [
				%s
				]}
				""", style, atOnce, blindNanos, used.cpuNanos(), accounted, late, used.voluntarySwitches(),
				this.context.bean(Failures.class).summaries().size(), json));
	}

	/**
	 * Run jobs on the given number of threads, each of which starts one invocation after
	 * another. No job works before each thread has started its first invocation.
	 */
	private List<Job> perform(int atOnce, int count, long lightNanos, long heavyNanos) throws Exception {
		CyclicBarrier start = new CyclicBarrier(atOnce);
		List<Job> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			boolean heavy = i % HEAVY_EACH == 0;
			Runnable first = (i < atOnce) ? () -> await(start) : () -> {
			};
			jobs.add(new Job(this.numbers.getAndIncrement(), heavy, heavy ? heavyNanos : lightNanos, first));
		}
		AtomicInteger next = new AtomicInteger();
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < atOnce; i++) {
			Thread thread = new Thread(null, () -> {
				this.work.meter().prepare();
				try {
					for (int job = next.getAndIncrement(); job < count; job = next.getAndIncrement()) {
						this.style.run(jobs.get(job));
					}
				}
				catch (Throwable ex) {
					failure.set(ex);
					start.reset();
				}
			}, "caller-" + i, STACK_BYTES);
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		Throwable thrown = failure.get();
		if (thrown != null) {
			throw new IllegalStateException("A job failed", thrown);
		}
		return jobs;
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(1, TimeUnit.MINUTES);
		}
		catch (Exception ex) {
			throw new IllegalStateException("Not all invocations started", ex);
		}
	}

	/**
	 * Wait until the process is read again at the start and end of an invocation.
	 */
	private void awaitNewReadings() {
		for (int i = 0; i < 3; i++) {
			LockSupport.parkNanos(PAUSE_NANOS);
			InvocationScope scope = this.context.monitor().start("reading");
			long start = System.nanoTime();
			while (System.nanoTime() - start < READING_NANOS) {
				Thread.onSpinWait();
			}
			scope.close();
		}
	}

	/**
	 * Return the CPU time of all invocations so far, including late work and the unshared
	 * remainder, in nanoseconds.
	 */
	private long accounted() {
		Long remainder = this.context.bean(Invocations.class).unshared().cpuNanos();
		if (remainder == null) {
			throw new IllegalStateException("The CPU time of the process is unknown");
		}
		return this.records.shares.sum() + late() + remainder;
	}

	private long late() {
		return this.context.bean(Invocations.class)
			.lateWork()
			.findAll()
			.stream()
			.mapToLong(LateWork.Usage::cpuNanos)
			.sum();
	}

	private String describe(Job job) throws IOException {
		InvocationRecord record = this.records.of(job);
		long sent = this.context.bean(Sink.class).received(job.number());
		long recorded = record.serviceCalls().stream().mapToLong((call) -> orZero(call.bytes())).sum();
		long calls = record.serviceCalls().stream().mapToLong(ServiceCallUsage::count).sum();
		Long user = record.process().delta(Column.CPU_USER);
		Long system = record.process().delta(Column.CPU_SYSTEM);
		Long process = (user == null && system == null) ? null : Long.valueOf(orZero(user) + orZero(system));
		Long share = (record.share() != null) ? record.share().cpuNanos() : null;
		return String.format(Locale.ROOT, """
				{"heavy": %b, "cpu": %d, "ownCpu": %d, "shareCpu": %d, "processCpu": %d, \
				"allocated": %d, "ownAllocated": %d, "processHeap": %d, \
				"sent": %d, "recorded": %d, "calls": %d, "processSent": %d, \
				"threads": %d, "complete": %b, "concurrency": %d, "durationNanos": %d}""", job.heavy(), job.metered(),
				record.own().cpuNanos(), share, process, job.allocated(), record.own().allocatedBytes(),
				heapGrowth(record), sent, recorded, calls, record.process().delta(Column.NETWORK_LOOPBACK_SENT),
				record.own().threads(), record.own().isComplete(), record.concurrency().max(), record.durationNanos());
	}

	private static @Nullable Long heapGrowth(InvocationRecord record) {
		io.github.resourcemonitor.sampling.ProcessUsage.Peak heap = record.process().peak(Column.HEAP_USED);
		return (heap != null && heap.start() != null && heap.end() != null)
				? Long.valueOf(heap.end().longValue() - heap.start().longValue()) : null;
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

	/**
	 * Keeps all records and the sum of their shares.
	 */
	private static final class Records implements InvocationListener {

		private final Map<String, InvocationRecord> records = new ConcurrentHashMap<>();

		private final LongAdder shares = new LongAdder();

		@Override
		public void onEnd(InvocationRecord record) {
			this.records.put(record.id(), record);
			Long share = (record.share() != null) ? record.share().cpuNanos() : null;
			// Without a reading of the process between start and end, there is no share.
			this.shares.add((share != null) ? share : orZero(record.own().cpuNanos()));
		}

		InvocationRecord of(Job job) {
			String id = job.id();
			InvocationRecord record = (id != null) ? this.records.get(id) : null;
			if (record == null) {
				throw new IllegalStateException("Job " + job.number() + " has no record");
			}
			return record;
		}

	}

}
