package io.github.resourcemonitor.invocation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.LedgerUpdater;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairShare} and {@link LedgerUpdater} behind the monitor. The clock
 * advances by more than the time for which readings are shared, so that each edge has a
 * new reading.
 */
class FairShareTests {

	private static final long STEP = 10_000_000;

	private final TestMonitor test = new TestMonitor();

	private DefaultResourceMonitor monitor;

	@BeforeEach
	void build() {
		this.test.source.edge(Column.CPU_USER, Column.CPU_SYSTEM, Column.DISK_READ_BYTES, Column.NETWORK_SENT);
		this.monitor = this.test.build();
	}

	/**
	 * Let time pass in which the process uses CPU time, part of it on this thread.
	 */
	private void pass(long ownCpu, long otherCpu) {
		this.test.clock.advance(STEP);
		this.test.threadClocks.use(ownCpu, 0);
		this.test.source.add(Column.CPU_USER, ownCpu);
		this.test.source.add(Column.CPU_SYSTEM, otherCpu);
	}

	@Test
	void isTheTotalForASingleInvocation() {
		this.monitor.run("warm-up", () -> pass(0, 0));
		pass(0, 0);
		this.monitor.run("handler", () -> {
			pass(300, 40);
			this.test.source.add(Column.DISK_READ_BYTES, 512);
		});
		FairShare share = this.test.record("handler").share();
		assertThat(share.wallNanos()).isEqualTo(STEP);
		assertThat(share.cpuNanos()).isEqualTo(340);
		assertThat(share.value(Column.DISK_READ_BYTES)).isEqualTo(512);
		assertThat(share.value(Column.NETWORK_SENT)).isZero();
		assertThat(share.value(Column.DISK_WRITE_BYTES)).isNull();
		assertThat(share.value(Column.THREADS)).isNull();
	}

	@Test
	void splitsUnownedUsageAndAssignsOwnUsageToItsOwner() {
		pass(0, 0);
		InvocationScope light = this.monitor.start("light");
		this.test.invocations().detach(light);
		this.monitor.run("heavy", () -> {
			pass(1000, 60);
			this.test.source.add(Column.DISK_READ_BYTES, 100);
		});
		light.close();
		assertThat(this.test.record("heavy").share().cpuNanos()).isEqualTo(1030);
		assertThat(this.test.record("heavy").share().wallNanos()).isEqualTo(STEP / 2);
		assertThat(this.test.record("heavy").share().value(Column.DISK_READ_BYTES)).isEqualTo(50);
		assertThat(this.test.record("light").share().cpuNanos()).isEqualTo(30);
		assertThat(this.test.record("light").own().cpuNanos()).isZero();
	}

	@Test
	void doesNotTreatTheWorkOfALongInvocationAsUnowned() {
		pass(0, 0);
		this.monitor.run("long", () -> {
			for (int i = 0; i < 5; i++) {
				pass(1000, 0);
				// On this thread, but without an invocation, like on a separate thread.
				try (ThreadScope nobody = this.test.invocations().attach(null)) {
					assertThat(nobody).isNotNull();
					InvocationScope other = this.monitor.start("short");
					pass(0, 0);
					other.close();
				}
			}
		});
		assertThat(this.test.record("long").share().cpuNanos()).isEqualTo(5000);
		assertThat(this.test.record("short").share().cpuNanos()).isZero();
	}

	@Test
	void earlyWorkIsPartOfTheShareOfTheInvocationThatIsCharged() {
		this.monitor.run("warm-up", () -> pass(0, 0));
		EarlyWork begin = this.test.invocations().beginEarlyWork();
		pass(700, 40);
		EarlyWork ahead = this.test.invocations().endEarlyWork(begin);
		assertThat(ahead.cpuNanos()).isEqualTo(700);
		assertThat(ahead.allocatedBytes()).isZero();
		pass(0, 0);
		this.monitor.run("between", () -> pass(0, 6));
		pass(0, 0);
		InvocationScope scope = this.monitor.start("handler");
		this.test.invocations().ongoing(scope).chargeEarlyWork(ahead);
		pass(300, 4);
		scope.close();
		assertThat(this.test.record("between").share().cpuNanos()).isEqualTo(6);
		assertThat(this.test.record("handler").own().cpuNanos()).isEqualTo(1000);
		assertThat(this.test.record("handler").share().cpuNanos()).isEqualTo(1004);
		assertThat(this.test.invocations().unshared().cpuNanos()).isEqualTo(40);
	}

	@Test
	void earlyWorkInsideAnInvocationIsChargedToIt() {
		this.monitor.run("handler", () -> {
			assertThat(this.test.invocations().beginEarlyWork()).isNull();
			assertThat(this.test.invocations().endEarlyWork(null)).isNull();
		});
	}

	@Test
	void nestedInvocationsArePartOfTheOuterOnes() {
		pass(0, 0);
		this.monitor.run("outer", () -> {
			pass(10, 0);
			this.monitor.run("inner", () -> pass(500, 6));
		});
		assertThat(this.test.record("inner").share()).isNull();
		assertThat(this.test.record("outer").share().cpuNanos()).isEqualTo(516);
	}

	@Test
	void boundsWhatWasUsedBeforeTheStart() {
		this.monitor.run("warm-up", () -> pass(0, 0));
		pass(0, 0);
		InvocationScope first = this.monitor.start("first");
		this.test.invocations().detach(first);
		this.test.source.add(Column.CPU_SYSTEM, 90);
		// No time has passed, so this one shares the reading of the first.
		InvocationScope second = this.monitor.start("second");
		pass(0, 10);
		second.close();
		pass(0, 1000);
		first.close();
		assertThat(this.test.record("second").share().cpuNanos()).isEqualTo(50);
		assertThat(this.test.record("second").share().cpuErrorNanos()).isEqualTo(50);
		assertThat(this.test.record("first").share().cpuNanos()).isEqualTo(1050);
		assertThat(this.test.record("first").share().cpuErrorNanos()).isEqualTo(50);
	}

	@Test
	void usageWhileIdleIsReadWhenItIsAskedFor() {
		this.monitor.run("handler", () -> pass(5, 0));
		long cpu = this.test.invocations().unshared().cpuNanos();
		long wall = this.test.invocations().unshared().wallNanos();
		pass(0, 70);
		assertThat(this.test.invocations().unshared().cpuNanos()).isEqualTo(cpu + 70);
		assertThat(this.test.invocations().unshared().wallNanos()).isEqualTo(wall + STEP);
	}

	@Test
	void lateWorkIsNotPartOfAnyShare() {
		pass(0, 0);
		Runnable[] task = new Runnable[1];
		this.monitor.run("first", () -> task[0] = this.monitor.propagate(() -> pass(700, 0)));
		task[0].run();
		this.monitor.run("second", () -> pass(1, 0));
		assertThat(this.test.record("second").share().cpuNanos()).isEqualTo(1);
		assertThat(this.test.invocations().unshared().cpuNanos()).isZero();
	}

	@Test
	void isUnknownWithoutANewReadingOfTheProcess() {
		this.monitor.run("handler", () -> {
		});
		assertThat(this.test.record().share().cpuNanos()).isNull();
		assertThat(this.test.record().share().wallNanos()).isZero();
	}

	/**
	 * The clock of the process has ticks and lags behind, while those of threads do not.
	 */
	@Test
	void neverExceedsTheActualUsageIfTheClockOfTheProcessLags() {
		this.test.source.set(Column.CPU_USER, 0);
		this.monitor.run("first", () -> {
			this.test.clock.advance(STEP);
			this.test.threadClocks.use(9_000_000, 0);
		});
		this.monitor.run("second", () -> {
			this.test.clock.advance(STEP);
			this.test.threadClocks.use(1_000_000, 0);
			this.test.source.set(Column.CPU_USER, 10_000_000);
		});
		assertThat(this.test.record("first").share().cpuNanos()).isEqualTo(9_000_000);
		assertThat(this.test.record("second").share().cpuNanos()).isEqualTo(1_000_000);
	}

	/**
	 * Random invocations that overlap and nest, with random usage by their threads and by
	 * others: the shares, the remainder and late work add up to the total, and no share
	 * is less than the own usage or more than the usage of the process.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void addsUpToTheTotal(long seed) {
		Random random = new Random(seed);
		pass(0, 0);
		long began = this.test.clock.getAsLong();
		this.monitor.run("base", () -> {
		});
		Deque<InvocationScope> open = new ArrayDeque<>();
		List<Runnable> tasks = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			switch (random.nextInt(6)) {
				case 0, 1 -> {
					InvocationScope scope = this.monitor.start("handler");
					tasks.add(this.monitor.propagate(() -> pass(random.nextInt(1000), random.nextInt(100))));
					this.test.invocations().detach(scope);
					open.add(scope);
				}
				case 2 -> {
					InvocationScope scope = random.nextBoolean() ? open.pollFirst() : open.pollLast();
					if (scope != null) {
						scope.close();
					}
				}
				case 3, 4 -> {
					if (!tasks.isEmpty()) {
						tasks.get(random.nextInt(tasks.size())).run();
					}
				}
				default -> {
					pass(0, random.nextInt(1000));
					this.test.source.add(Column.DISK_READ_BYTES, random.nextInt(5000));
				}
			}
		}
		open.forEach(InvocationScope::close);
		long late = this.test.lateWork.findAll().stream().mapToLong(LateWork.Usage::cpuNanos).sum();
		pass(0, 0);
		this.monitor.run("last", () -> {
		});
		List<InvocationRecord> records = this.test.records();
		assertThat(records.size()).as("records, all of which are kept").isLessThan(400);
		long wall = 0;
		long cpu = 0;
		long disk = 0;
		for (InvocationRecord record : records) {
			wall += record.share().wallNanos();
			Long share = record.share().cpuNanos();
			cpu += (share != null) ? share : record.own().cpuNanos();
			disk += (record.share().value(Column.DISK_READ_BYTES) != null)
					? record.share().value(Column.DISK_READ_BYTES) : 0;
			if (share != null) {
				assertThat(share).isGreaterThanOrEqualTo(record.own().cpuNanos());
				assertThat(share).isLessThanOrEqualTo(
						record.process().delta(Column.CPU_USER) + record.process().delta(Column.CPU_SYSTEM));
			}
		}
		UnsharedUsage remainder = this.test.invocations().unshared();
		assertThat(cpu + late + remainder.cpuNanos())
			.isEqualTo(this.test.source.get(Column.CPU_USER) + this.test.source.get(Column.CPU_SYSTEM));
		assertThat(disk + remainder.value(Column.DISK_READ_BYTES))
			.isEqualTo(this.test.source.get(Column.DISK_READ_BYTES));
		assertThat(wall + remainder.wallNanos()).isEqualTo(this.test.clock.getAsLong() - began);
	}

}
