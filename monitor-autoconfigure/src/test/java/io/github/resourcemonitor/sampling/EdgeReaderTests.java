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

import org.junit.jupiter.api.Test;

import io.github.resourcemonitor.failure.Failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

class EdgeReaderTests {

	private static final long MILLISECOND = 1_000_000;

	private final ManualClock clock = new ManualClock();

	private final FakeSource source = new FakeSource();

	private final FakeSource.Part fast = this.source.fast(Column.DISK_READ_CALLS);

	private final FakeSource.Part slow = this.source.slow(Column.MEMORY_PSS);

	private final Failures failures = new Failures();

	private final EdgeReader edges = new EdgeReader(this.source, this.clock, this.failures);

	@Test
	void readsTheFastTierAtTheMoment() {
		this.source.set(Column.DISK_READ_CALLS, 5);
		Reading reading = this.edges.read(null);
		assertThat(reading.nanoTime()).isEqualTo(this.clock.getAsLong());
		assertThat(reading.value(Column.DISK_READ_CALLS)).isEqualTo(5);
		assertThat(reading.value(Column.MEMORY_PSS)).isEqualTo(Column.ABSENT);
		assertThat(this.slow.reads()).isZero();
	}

	@Test
	void sharesAReadingForLessThanAMillisecond() {
		Reading first = this.edges.read(null);
		this.clock.advance(MILLISECOND - 1);
		assertThat(this.edges.read(null)).isSameAs(first);
		this.clock.advance(1);
		assertThat(this.edges.read(null)).isNotSameAs(first);
		assertThat(this.fast.reads()).isEqualTo(2);
	}

	@Test
	void neverGivesBothEdgesOfOneInvocationTheSameReading() {
		Reading start = this.edges.read(null);
		this.source.set(Column.DISK_READ_CALLS, 7);
		Reading end = this.edges.read(start);
		assertThat(end).isNotSameAs(start);
		assertThat(end.value(Column.DISK_READ_CALLS) - start.value(Column.DISK_READ_CALLS)).isEqualTo(7);
	}

	@Test
	void endOfOneIsTheStartOfTheNext() {
		Reading start = this.edges.read(null);
		Reading end = this.edges.read(start);
		this.clock.advance(MILLISECOND / 2);
		assertThat(this.edges.read(null)).isSameAs(end);
		assertThat(this.edges.read(start)).isSameAs(end);
		assertThat(this.fast.reads()).isEqualTo(2);
	}

	@Test
	void keepsWhatOtherReadersSayWhenOneFails() {
		FakeSource.Part other = this.source.fast(Column.THREADS);
		EdgeReader both = new EdgeReader(this.source, this.clock, this.failures);
		this.fast.failWith(new IOException("gone"));
		this.source.set(Column.THREADS, 4);
		Reading reading = both.read(null);
		assertThat(reading.value(Column.DISK_READ_CALLS)).isEqualTo(Column.ABSENT);
		assertThat(reading.value(Column.THREADS)).isEqualTo(4);
		assertThat(other.reads()).isEqualTo(1);
		assertThat(this.failures.summaries().values()).extracting(Failures.Summary::count).containsExactly(1L);
	}

	@Test
	void readsEverythingForPeopleAndSharesThatWithNobody() {
		this.source.set(Column.MEMORY_PSS, 9);
		Reading all = this.edges.readAll();
		assertThat(all.value(Column.MEMORY_PSS)).isEqualTo(9);
		assertThat(all.value(Column.DISK_READ_CALLS)).isZero();
		assertThat(this.edges.read(null)).isNotSameAs(all);
		assertThat(this.edges.readAll()).isNotSameAs(all);
	}

	@Test
	void readingDoesNotChangeAfterwards() {
		Reading first = this.edges.read(null);
		this.source.set(Column.DISK_READ_CALLS, 7);
		this.edges.read(first);
		assertThat(first.value(Column.DISK_READ_CALLS)).isZero();
	}

	@Test
	void manyThreadsShareReadingsAndNeverReadAtOnce() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.fast.onRead(() -> {
			most.accumulateAndGet(inside.incrementAndGet(), Math::max);
			this.source.add(Column.DISK_READ_CALLS, 1);
			this.clock.advance(100_000);
			inside.decrementAndGet();
		});
		int threads = 8;
		int rounds = 500;
		Callable<Void> invocations = () -> {
			for (int i = 0; i < rounds; i++) {
				Reading start = this.edges.read(null);
				Reading end = this.edges.read(start);
				assertThat(end).isNotSameAs(start);
				assertThat(end.nanoTime()).isGreaterThanOrEqualTo(start.nanoTime());
				// A reading was made between the two, so the counter of readings grew.
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
		assertThat(this.fast.reads()).isLessThanOrEqualTo(2 * threads * rounds);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void threadThatWaitedForAReadingSharesIt() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.fast.onRead(() -> {
			reading.countDown();
			assertThatNoException().isThrownBy(release::await);
		});
		FutureTask<Reading> first = new FutureTask<>(() -> this.edges.read(null));
		new Thread(first).start();
		reading.await();
		FutureTask<Reading> second = new FutureTask<>(() -> this.edges.read(null));
		Thread waiting = new Thread(second);
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		release.countDown();
		assertThat(second.get()).isSameAs(first.get());
		assertThat(this.fast.reads()).isEqualTo(1);
	}

	@Test
	void interruptedThreadReadsAndStaysInterrupted() {
		Thread.currentThread().interrupt();
		Reading reading = this.edges.read(null);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(reading.value(Column.DISK_READ_CALLS)).isZero();
	}

	@Test
	void closesItsReaders() {
		assertThat(this.fast.open()).isEqualTo(1);
		this.edges.close();
		assertThat(this.fast.open()).isZero();
		assertThat(this.slow.open()).isZero();
	}

}
