package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class EdgeReaderTests {

	private static final long MILLISECOND = 1_000_000;

	private final ManualClock clock = new ManualClock();

	private final FakeSource source = new FakeSource();

	private final FakeSource.Part edge = this.source.edge(Column.DISK_READ_CALLS);

	private final FakeSource.Part fast = this.source.fast(Column.CPU_PRESSURE);

	private final FakeSource.Part slow = this.source.slow(Column.MEMORY_PSS);

	private final Failures failures = new Failures();

	private final EdgeReader edges = new EdgeReader(this.source, 0.02, this.clock, this.failures);

	@Test
	void readsTheEdgeTierAtTheMoment() {
		this.source.set(Column.DISK_READ_CALLS, 5);
		Reading reading = read(null);
		assertThat(reading.nanoTime()).isEqualTo(this.clock.getAsLong());
		assertThat(reading.value(Column.DISK_READ_CALLS)).isEqualTo(5);
		assertThat(reading.value(Column.MEMORY_PSS)).isEqualTo(Column.ABSENT);
		assertThat(this.fast.reads()).isZero();
		assertThat(this.slow.reads()).isZero();
	}

	@Test
	void sharesAReadingForLessThanAMillisecond() {
		Reading first = read(null);
		this.clock.advance(MILLISECOND - 1);
		assertThat(read(null)).isSameAs(first);
		this.clock.advance(1);
		assertThat(read(null)).isNotSameAs(first);
		assertThat(this.edge.reads()).isEqualTo(2);
	}

	@Test
	void startAndEndOfAnInvocationHaveTwoReadings() {
		Reading start = read(null);
		this.source.set(Column.DISK_READ_CALLS, 7);
		Reading end = read(start);
		assertThat(end).isNotSameAs(start);
		assertThat(end.value(Column.DISK_READ_CALLS) - start.value(Column.DISK_READ_CALLS)).isEqualTo(7);
	}

	@Test
	void endOfOneIsTheStartOfTheNext() {
		Reading start = read(null);
		Reading end = read(start);
		this.clock.advance(MILLISECOND / 2);
		assertThat(read(null)).isSameAs(end);
		assertThat(read(start)).isSameAs(end);
		assertThat(this.edge.reads()).isEqualTo(2);
	}

	@Test
	void sharesBothEdgesWhenTheBudgetIsUsedUp() {
		this.edge.onRead(() -> this.clock.advance(10_000));
		Reading start = read(null);
		// A cost of 10 µs is allowed every 500 µs, and up to twenty readings accumulate.
		for (int i = 0; i < 20; i++) {
			Reading end = read(start);
			assertThat(end).isNotSameAs(start);
			start = end;
		}
		assertThat(read(start)).isSameAs(start);
		assertThat(read(null)).isSameAs(start);
		this.clock.advance(500_000);
		assertThat(read(start)).isNotSameAs(start);
		assertThat(this.edges.readings()).isEqualTo(22);
		assertThat(this.edges.costNanos()).isEqualTo(10_000);
	}

	@Test
	void readsAtLeastEveryTenMillisecondsRegardlessOfTheCost() {
		this.edge.onRead(() -> this.clock.advance(MILLISECOND));
		Reading start = read(null);
		for (int i = 0; i < 21; i++) {
			start = read(start);
		}
		this.clock.advance(9 * MILLISECOND - 1);
		assertThat(read(null)).isSameAs(start);
		this.clock.advance(1);
		assertThat(read(null)).isNotSameAs(start);
	}

	@Test
	void keepsToItsBudget() {
		this.edge.onRead(() -> this.clock.advance(10_000));
		long begin = this.clock.getAsLong();
		Reading start = read(null);
		while (this.clock.getAsLong() - begin < 1_000 * MILLISECOND) {
			this.clock.advance(1_000);
			start = read(start);
		}
		// 2 % of a second, plus the accumulated budget.
		assertThat(this.edge.reads()).isBetween(2000, 2025);
	}

	@Test
	void ignoresTheCostOfColdCode() {
		AtomicInteger cost = new AtomicInteger((int) (3 * MILLISECOND));
		this.edge.onRead(() -> this.clock.advance(cost.get()));
		Reading start = read(null);
		cost.set(10_000);
		for (int i = 0; i < 20; i++) {
			Reading end = read(start);
			assertThat(end).isNotSameAs(start);
			start = end;
		}
	}

	@Test
	void adaptsSlowlyToMoreExpensiveReadings() {
		AtomicInteger cost = new AtomicInteger(10_000);
		this.edge.onRead(() -> this.clock.advance(cost.get()));
		read(null);
		cost.set((int) MILLISECOND);
		this.clock.advance(100 * MILLISECOND);
		read(null);
		assertThat(this.edges.costNanos()).isEqualTo(10_625);
		for (int i = 0; i < 200; i++) {
			this.clock.advance(100 * MILLISECOND);
			read(null);
		}
		assertThat(this.edges.costNanos()).isCloseTo(MILLISECOND, within(50_000L));
	}

	@Test
	void keepsValuesOfOtherReadersIfOneFails() {
		FakeSource.Part other = this.source.edge(Column.THREADS);
		EdgeReader both = new EdgeReader(this.source, 0.02, this.clock, this.failures);
		this.edge.failWith(new IOException("gone"));
		this.source.set(Column.THREADS, 4);
		Reading reading = both.read(null, this.clock.getAsLong());
		assertThat(reading.value(Column.DISK_READ_CALLS)).isEqualTo(Column.ABSENT);
		assertThat(reading.value(Column.THREADS)).isEqualTo(4);
		assertThat(other.reads()).isEqualTo(1);
		assertThat(this.failures.summaries().values()).extracting(Failures.Summary::count).containsExactly(1L);
	}

	@Test
	void readsEverythingOnDemandWithoutSharingIt() {
		this.source.set(Column.MEMORY_PSS, 9);
		Reading all = this.edges.readAll();
		assertThat(all.value(Column.MEMORY_PSS)).isEqualTo(9);
		assertThat(all.value(Column.DISK_READ_CALLS)).isZero();
		assertThat(read(null)).isNotSameAs(all);
		assertThat(this.edges.readAll()).isNotSameAs(all);
	}

	@Test
	void readingDoesNotChangeAfterwards() {
		Reading first = read(null);
		this.source.set(Column.DISK_READ_CALLS, 7);
		read(first);
		assertThat(first.value(Column.DISK_READ_CALLS)).isZero();
	}

	@Test
	void manyThreadsShareReadingsAndNeverReadAtOnce() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.edge.onRead(() -> {
			most.accumulateAndGet(inside.incrementAndGet(), Math::max);
			this.source.add(Column.DISK_READ_CALLS, 1);
			this.clock.advance(100_000);
			inside.decrementAndGet();
		});
		EdgeReader unbounded = new EdgeReader(this.source, 1, this.clock, this.failures);
		int threads = 8;
		int rounds = 500;
		Callable<Void> invocations = () -> {
			for (int i = 0; i < rounds; i++) {
				Reading start = unbounded.read(null, this.clock.getAsLong());
				Reading end = unbounded.read(start, this.clock.getAsLong());
				assertThat(end).isNotSameAs(start);
				assertThat(end.nanoTime()).isGreaterThanOrEqualTo(start.nanoTime());
				// There was a reading between the two, so the number of readings has
				// increased.
				assertThat(end.value(Column.DISK_READ_CALLS)).isGreaterThan(start.value(Column.DISK_READ_CALLS));
			}
			return null;
		};
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<Void>> results = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				results.add(executor.submit(invocations));
			}
			for (Future<Void> result : results) {
				result.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(most).hasValue(1);
		assertThat(this.edge.reads()).isLessThanOrEqualTo(2 * threads * rounds);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void threadThatWaitedForAReadingSharesIt() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.edge.onRead(() -> {
			reading.countDown();
			assertThatNoException().isThrownBy(release::await);
		});
		FutureTask<Reading> first = new FutureTask<>(() -> read(null));
		new Thread(first).start();
		reading.await();
		FutureTask<Reading> second = new FutureTask<>(() -> read(null));
		Thread waiting = new Thread(second);
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		release.countDown();
		assertThat(second.get()).isSameAs(first.get());
		assertThat(this.edge.reads()).isEqualTo(1);
	}

	@Test
	void interruptedThreadReadsAndRemainsInterrupted() {
		Thread.currentThread().interrupt();
		Reading reading = read(null);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(reading.value(Column.DISK_READ_CALLS)).isZero();
	}

	private Reading read(Reading start) {
		return this.edges.read(start, this.clock.getAsLong());
	}

	@Test
	void readsNothingAfterItWasClosed() {
		this.edge.failWith(new IOException("closed"));
		this.edges.close();
		assertThat(this.edges.read(null, this.clock.getAsLong())).isNull();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void readsAgainAfterItWasReopened() {
		this.source.set(Column.DISK_READ_CALLS, 1000);
		Reading before = read(null);
		this.edges.close();
		assertThat(read(null)).isNull();
		assertThat(this.edges.readAll().row()).containsOnly(Column.ABSENT);
		assertThat(this.edge.open()).isZero();
		// As if the process were another one now.
		this.source.set(Column.DISK_READ_CALLS, 5_000_000);
		this.edges.reopen();
		this.edges.reopen();
		assertThat(this.edge.open()).isEqualTo(1);
		assertThat(read(null)).isNotSameAs(before);
		assertThat(this.edges.readAll().value(Column.DISK_READ_CALLS)).isEqualTo(1000);
		this.source.set(Column.DISK_READ_CALLS, 5_000_004);
		assertThat(this.edges.readAll().value(Column.DISK_READ_CALLS)).isEqualTo(1004);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void closesItsReaders() {
		assertThat(this.edge.open()).isEqualTo(1);
		this.edges.close();
		assertThat(this.edge.open()).isZero();
		assertThat(this.slow.open()).isZero();
	}

}
