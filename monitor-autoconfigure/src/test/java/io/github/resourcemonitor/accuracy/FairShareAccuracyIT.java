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
 * Tests the shares of a thousand overlapping invocations against the CPU clock of the
 * process from the C library: together they equal the usage of the process.
 */
@EnabledOnOs(OS.LINUX)
class FairShareAccuracyIT {

	private static final long MILLI = 1_000_000;

	private static final long TICK = 10 * MILLI;

	private static final int INVOCATIONS = 1000;

	@Test
	void sharesOfAThousandOverlappingInvocationsAddUpToTheProcess() {
		MonitorContexts.runner().withPropertyValues("resource-monitor.history.capacity=2000").run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			awaitNewReadings(monitor);
			long wholeBefore = whole(context);
			long before = LibC.processCpuNanos();
			overlap(monitor);
			awaitNewReadings(monitor);
			long used = LibC.processCpuNanos() - before;
			long whole = whole(context) - wholeBefore;

			List<InvocationRecord> records = MonitorContexts.records(context)
				.stream()
				.filter((record) -> record.handler().startsWith("overlapping"))
				.toList();
			assertThat(records).hasSize(INVOCATIONS);
			assertThat(records).extracting((record) -> record.concurrency().max()).contains(INVOCATIONS);
			// A share is unknown if the threads were not read between start and end.
			List<InvocationRecord> known = records.stream()
				.filter((record) -> record.share().cpuNanos() != null)
				.toList();
			assertThat(known).isNotEmpty().allSatisfy((record) -> {
				long process = ifKnown(record.process().delta(Column.CPU_USER))
						+ ifKnown(record.process().delta(Column.CPU_SYSTEM));
				assertThat(record.share().cpuNanos()).isBetween(record.own().cpuNanos(), process + 2 * TICK);
			});
			assertThat(used).isGreaterThan(INVOCATIONS * MILLI);
			// The clock of the process lags by up to two ticks at either end.
			assertThat(whole).isBetween(used - 3 * TICK, used + 3 * TICK);
		});
	}

	/**
	 * Return the CPU time of all invocations so far, including the unshared remainder.
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
	 * Wait until the process is read again at the start and the end of an invocation.
	 */
	private static void awaitNewReadings(ResourceMonitor monitor) {
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
