package io.github.resourcemonitor.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shares of a thousand invocations that overlap, beside the CPU clock of the process
 * as the C library tells it: whatever each of them got, together they have what the
 * process used.
 */
@EnabledOnOs(OS.LINUX)
class FairShareAccuracyIT {

	private static final long MILLI = 1_000_000;

	private static final long TICK = 10 * MILLI;

	private static final int INVOCATIONS = 1000;

	@Test
	void sharesOfAThousandThatOverlapAddUpToTheProcess() {
		MonitorContexts.runner().withPropertyValues("resource-monitor.history.capacity=2000").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			readAnew(monitor);
			long wholeBefore = whole(context);
			long before = LibC.processCpuNanos();
			overlap(monitor);
			readAnew(monitor);
			long used = LibC.processCpuNanos() - before;
			long whole = whole(context) - wholeBefore;

			List<InvocationRecord> records = MonitorContexts.records(context)
				.stream()
				.filter((record) -> record.handler().startsWith("overlapping"))
				.toList();
			assertThat(records).hasSize(INVOCATIONS);
			assertThat(records).extracting((record) -> record.concurrency().max()).contains(INVOCATIONS);
			// Where the threads were not read between its start and its end it is
			// unknown.
			List<InvocationRecord> known = records.stream()
				.filter((record) -> record.share().cpuNanos() != null)
				.toList();
			assertThat(known).isNotEmpty().allSatisfy((record) -> {
				long process = ifKnown(record.process().delta(Column.CPU_USER))
						+ ifKnown(record.process().delta(Column.CPU_SYSTEM));
				assertThat(record.share().cpuNanos()).isBetween(record.own().cpuNanos(), process + 2 * TICK);
			});
			assertThat(used).isGreaterThan(INVOCATIONS * MILLI);
			// The clock of the process is up to two ticks behind at either end.
			assertThat(whole).isBetween(used - 3 * TICK, used + 3 * TICK);
		});
	}

	/**
	 * Return what all invocations so far have and what nobody has.
	 */
	private static long whole(ApplicationContext context) {
		Invocations invocations = context.getBean(Invocations.class);
		long sum = invocations.unshared().cpuNanos();
		for (InvocationRecord record : MonitorContexts.records(context)) {
			Long share = record.share().cpuNanos();
			sum += (share != null) ? share : record.own().cpuNanos();
		}
		for (LateWork.Usage late : invocations.lateWork().findAll()) {
			sum += late.cpuNanos();
		}
		return sum;
	}

	private static long ifKnown(@Nullable Long nanos) {
		return (nanos != null) ? nanos : 0;
	}

	/**
	 * Let time pass until the process is read again at the start and the end of an
	 * invocation.
	 */
	private static void readAnew(ResourceMonitor monitor) {
		for (int i = 0; i < 2; i++) {
			InvocationScope scope = monitor.start("reading");
			Work.spin(15 * MILLI, 1000);
			scope.close();
		}
	}

	private static void overlap(ResourceMonitor monitor) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(INVOCATIONS);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < INVOCATIONS; i++) {
			boolean heavy = i % 10 == 0;
			Thread thread = new Thread(() -> {
				try {
					monitor.call(heavy ? "overlapping-heavy" : "overlapping-light", () -> {
						started.countDown();
						assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
						Work.spin(heavy ? 10 * MILLI : MILLI, 1000);
						return null;
					});
				}
				catch (Throwable ex) {
					failure.set(ex);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failure.get()).isNull();
	}

}
