package io.github.resourcemonitor.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.InvocationRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the records of invocations with a known amount of work: heavy and light ones
 * mixed, eight concurrent ones on shared threads. The clock of the C library is read
 * immediately inside and outside of each piece of work, so the recorded value lies
 * between the two on any machine.
 */
@EnabledOnOs(OS.LINUX)
class AttributionAccuracyIT {

	private static final long MILLI = 1_000_000;

	private static final int AT_ONCE = 8;

	private static final int JOBS = 32;

	private static final int POOL = 4;

	/**
	 * The sizes of the parts of a job for the threads of the pool; the handler does a
	 * part of the same size as the first.
	 */
	private static final int[] PARTS = { 4, 2, 1 };

	private static final int ARRAY_BYTES = 10_000 + 16;

	@Test
	void measuresEachOfEightThatForkAndJoin() {
		MonitorContexts.withoutReadings().run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			check(context, (job, pool) -> monitor.run(job.handler(), () -> job.onThread(() -> {
				CompletableFuture<?> others = job.fork(monitor, pool);
				job.piece(monitor, PARTS[0]);
				others.join();
			})));
		});
	}

	@Test
	void measuresEachOfEightWhoseFuturesCompleteOnOtherThreads() {
		MonitorContexts.withoutReadings().run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			check(context, (job, pool) -> monitor.call(job.handler(), () -> {
				CompletableFuture<?>[] others = new CompletableFuture<?>[1];
				job.onThread(() -> {
					others[0] = job.fork(monitor, pool);
					job.piece(monitor, PARTS[0]);
				});
				return others[0];
			}).join());
		});
	}

	private static void check(ApplicationContext context, Style style) throws Exception {
		// The first ones load classes.
		perform(style, "warm-up", 1);
		List<Job> jobs = perform(style, "job", 10);
		List<InvocationRecord> records = MonitorContexts.records(context);
		List<Double> errors = new ArrayList<>();
		for (Job job : jobs) {
			InvocationRecord record = records.stream()
				.filter((each) -> each.handler().equals(job.handler()))
				.findFirst()
				.orElseThrow();
			assertThat(record.own().isComplete()).isTrue();
			assertThat(record.own().cpuNanos()).as("CPU of %s", job.handler())
				.isBetween(job.inside.get(), job.outside.get());
			assertThat(record.own().allocatedBytes()).as("allocation of %s", job.handler())
				.isBetween(job.allocated.get(), job.allocated.get() * 101 / 100);
			assertThat(record.transfers().calls()).isEqualTo(1 + PARTS.length);
			assertThat(record.transfers().uploadBytes()).isEqualTo(job.sent.get());
			errors.add((double) record.own().cpuNanos() / job.inside.get() - 1);
		}
		errors.sort(null);
		// Between the two readings of the clock there is little more than the monitor
		// itself.
		assertThat(errors.get(JOBS / 2)).isBetween(0.0, 0.03);
	}

	private static List<Job> perform(Style style, String name, int size) throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(POOL);
		ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
		try {
			CountDownLatch allCalled = new CountDownLatch(AT_ONCE);
			List<Job> jobs = new ArrayList<>();
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < JOBS; i++) {
				Job job = new Job(name + "-" + i, (i % 3 == 0) ? 4 * size : size, i, allCalled);
				jobs.add(job);
				calls.add(callers.submit(() -> {
					long before = LibC.threadCpuNanos();
					style.run(job, job.watched(pool));
					job.outside.addAndGet(LibC.threadCpuNanos() - before);
					return null;
				}));
			}
			for (Future<?> call : calls) {
				call.get(1, TimeUnit.MINUTES);
			}
			return jobs;
		}
		finally {
			callers.shutdown();
			// Tasks may continue for a moment after the invocation that waited for them.
			pool.shutdown();
			assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	/**
	 * The way in which an invocation does a job.
	 */
	@FunctionalInterface
	private interface Style {

		void run(Job job, Executor pool) throws Exception;

	}

	/**
	 * The work of an invocation, and the usage of its threads with and without the
	 * monitor.
	 */
	private static final class Job {

		private final String handler;

		private final int size;

		private final int number;

		private final CountDownLatch allCalled;

		private final AtomicLong inside = new AtomicLong();

		private final AtomicLong outside = new AtomicLong();

		private final AtomicLong allocated = new AtomicLong();

		private final AtomicLong sent = new AtomicLong();

		private volatile Object kept = "";

		Job(String handler, int size, int number, CountDownLatch allCalled) {
			this.handler = handler;
			this.size = size;
			this.number = number;
			this.allCalled = allCalled;
		}

		String handler() {
			return this.handler;
		}

		/**
		 * Return the pool with readings of the clock before the monitor attaches a thread
		 * and after it has detached it.
		 */
		Executor watched(Executor pool) {
			return (task) -> pool.execute(() -> {
				long before = LibC.threadCpuNanos();
				task.run();
				this.outside.addAndGet(LibC.threadCpuNanos() - before);
			});
		}

		void onThread(Runnable work) {
			long before = LibC.threadCpuNanos();
			await();
			work.run();
			this.inside.addAndGet(LibC.threadCpuNanos() - before);
		}

		private void await() {
			this.allCalled.countDown();
			try {
				assertThat(this.allCalled.await(1, TimeUnit.MINUTES)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		CompletableFuture<?> fork(ResourceMonitor monitor, Executor pool) {
			Executor following = monitor.propagate(pool);
			CompletableFuture<?>[] pieces = new CompletableFuture<?>[PARTS.length];
			for (int i = 0; i < pieces.length; i++) {
				int part = PARTS[i];
				pieces[i] = CompletableFuture.runAsync(() -> onThread(() -> piece(monitor, part)), following);
			}
			return CompletableFuture.allOf(pieces);
		}

		void piece(ResourceMonitor monitor, int part) {
			// Reading the clock allocates too.
			Work.spin(part * this.size * MILLI / 5, 200_000);
			for (int i = 0; i < part * this.size * 20; i++) {
				this.kept = new byte[ARRAY_BYTES - 16];
			}
			this.allocated.addAndGet((long) part * this.size * 20 * ARRAY_BYTES);
			long bytes = 1000L * part + this.number;
			this.sent.addAndGet(bytes);
			monitor.recordServiceCall("sink", "send", CallDirection.UPLOAD, bytes);
		}

	}

}
