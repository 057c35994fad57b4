package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceSampler} without its own thread: the test calls its ticks or
 * runs its loop.
 */
class ResourceSamplerTests {

	private static final long MILLISECOND = 1_000_000;

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final ManualClock clock = new ManualClock();

	private final AtomicLong threadCpu = new AtomicLong();

	private final FakeSource source = new FakeSource();

	private final FakeSource.Part fast = this.source.fast(Column.CPU_USER, Column.CPU_SYSTEM, Column.MEMORY_RSS);

	private final Failures failures = new Failures();

	/**
	 * The tasks of the threads that the sampler created.
	 */
	private final List<Runnable> tasks = new ArrayList<>();

	private SampleAggregate closed;

	private Runnable onTick;

	private Runnable atRest;

	private final ThreadFactory noThread = (task) -> {
		this.tasks.add(task);
		return new Thread(() -> {
		});
	};

	@Test
	void windowHasTheSamplesBetweenOpenAndClose() {
		ResourceSampler sampler = sampler(64);
		tick(sampler, 1000);
		SampleWindow window = sampler.open();
		tick(sampler, 5);
		tick(sampler, 9);
		tick(sampler, 7);
		SampleAggregate samples = sampler.close(window);
		tick(sampler, 2000);
		assertThat(samples).isNotNull();
		assertThat(samples.samples()).isEqualTo(3);
		assertThat(samples.first(Column.MEMORY_RSS)).isEqualTo(5);
		assertThat(samples.max(Column.MEMORY_RSS)).isEqualTo(9);
		assertThat(samples.last(Column.MEMORY_RSS)).isEqualTo(7);
		assertThat(sampler.samples()).isEqualTo(5);
		assertThat(sampler.intervalNanos()).isEqualTo(100 * MILLISECOND);
	}

	@Test
	void windowWithoutASampleHasNothing() {
		ResourceSampler sampler = sampler(64);
		tick(sampler, 1);
		assertThat(sampler.close(sampler.open())).isNull();
	}

	@Test
	void windowsOverlapFreely() {
		ResourceSampler sampler = sampler(64);
		SampleWindow outer = sampler.open();
		tick(sampler, 10);
		SampleWindow inner = sampler.open();
		tick(sampler, 1);
		SampleWindow late = sampler.open();
		SampleAggregate innerSamples = sampler.close(inner);
		tick(sampler, 3);
		SampleAggregate outerSamples = sampler.close(outer);
		SampleAggregate lateSamples = sampler.close(late);
		assertThat(innerSamples).isNotNull();
		assertThat(innerSamples.max(Column.MEMORY_RSS)).isEqualTo(1);
		assertThat(outerSamples).isNotNull();
		assertThat(outerSamples.max(Column.MEMORY_RSS)).isEqualTo(10);
		assertThat(outerSamples.samples()).isEqualTo(3);
		assertThat(lateSamples).isNotNull();
		assertThat(lateSamples.max(Column.MEMORY_RSS)).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 7, 8, 9, 16, 64, 100 })
	void windowLongerThanTheRingKeepsExactPeaks(int capacity) {
		for (int peakAt : new int[] { 0, 1, 150, 298, 299 }) {
			ResourceSampler sampler = sampler(capacity);
			for (int i = 0; i < peakAt % 7; i++) {
				tick(sampler, 1_000_000);
			}
			SampleWindow window = sampler.open();
			long sum = 0;
			for (int i = 0; i < 300; i++) {
				long resident = (i == peakAt) ? 100_000 : i;
				sum += resident;
				tick(sampler, resident);
			}
			SampleAggregate samples = sampler.close(window);
			assertThat(samples).isNotNull();
			assertThat(samples.lost()).isZero();
			assertThat(samples.samples()).isEqualTo(300);
			assertThat(samples.max(Column.MEMORY_RSS)).isEqualTo(100_000);
			assertThat(samples.sum(Column.MEMORY_RSS)).isEqualTo(sum);
			assertThat(samples.first(Column.MEMORY_RSS)).isEqualTo((peakAt == 0) ? 100_000 : 0);
			assertThat(samples.last(Column.MEMORY_RSS)).isEqualTo((peakAt == 299) ? 100_000 : 299);
			assertThat(samples.series(0, 1).size()).isBetween(16, 32);
		}
	}

	@Test
	void manyLongWindowsAreEachExact() {
		ResourceSampler sampler = sampler(16);
		List<SampleWindow> windows = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			windows.add(sampler.open());
			tick(sampler, 100 + i);
		}
		for (int i = 50; i < 100; i++) {
			tick(sampler, 100 + i);
		}
		for (int i = 0; i < windows.size(); i++) {
			SampleAggregate samples = sampler.close(windows.get(i));
			assertThat(samples).isNotNull();
			assertThat(samples.samples()).isEqualTo(100 - i);
			assertThat(samples.lost()).isZero();
			assertThat(samples.first(Column.MEMORY_RSS)).isEqualTo(100 + i);
			assertThat(samples.max(Column.MEMORY_RSS)).isEqualTo(199);
			assertThat(samples.sum(Column.MEMORY_RSS)).isEqualTo((100 + i + 199) * (100 - i) / 2.0);
		}
	}

	@Test
	void shortWindowsAreNotAggregatedEarly() {
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		for (int i = 0; i < 31; i++) {
			tick(sampler, i);
		}
		assertThat(window.partial).isNull();
	}

	@Test
	void derivesPercentOfOneCoreFromTwoSamples() {
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, 120 * MILLISECOND).set(Column.CPU_SYSTEM, 30 * MILLISECOND);
		tick(sampler, 0);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.count(Column.CPU_PERCENT)).isEqualTo(1);
		assertThat(samples.max(Column.CPU_PERCENT)).isEqualTo(150_000);
	}

	@Test
	void derivesPercentFromTheActualElapsedTime() {
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, 100 * MILLISECOND);
		this.clock.advance(INTERVAL.multipliedBy(3));
		tick(sampler, 0);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.max(Column.CPU_PERCENT)).isEqualTo(25_000);
	}

	@Test
	void percentOfAClockInTicksCoversTheTimeWithoutATick() {
		this.source.resolution(Column.CPU_USER, 10 * MILLISECOND);
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 0);
		tick(sampler, 0);
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, 10 * MILLISECOND);
		tick(sampler, 0);
		tick(sampler, 0);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.count(Column.CPU_PERCENT)).isEqualTo(1);
		// One tick in three intervals of 100 ms.
		assertThat(samples.max(Column.CPU_PERCENT)).isEqualTo(3_333);
	}

	@Test
	void readsSlowSourcesInTurnIfAllAtOnceWouldDelayTheNextSample() {
		FakeSource.Part[] expensive = new FakeSource.Part[3];
		for (int i = 0; i < expensive.length; i++) {
			expensive[i] = this.source.slow(Column.values()[Column.SOCKETS_LISTEN.ordinal() - i]);
			expensive[i].onRead(() -> this.clock.advance(60 * MILLISECOND));
		}
		ResourceSampler sampler = sampler(64);
		for (int i = 1; i <= expensive.length; i++) {
			tick(sampler, 0);
			assertThat(expensive).extracting(FakeSource.Part::reads).filteredOn((reads) -> reads > 0).hasSize(i);
		}
	}

	@Test
	void derivesNoPercentIfTheClockDecreased() {
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		this.source.set(Column.CPU_USER, 100 * MILLISECOND);
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, 50 * MILLISECOND);
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, Column.ABSENT);
		tick(sampler, 0);
		this.source.set(Column.CPU_USER, 60 * MILLISECOND);
		tick(sampler, 0);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.count(Column.CPU_PERCENT)).isZero();
	}

	@Test
	void readsSlowSourcesAsTheBudgetAllows() {
		FakeSource.Part expensive = this.source.slow(Column.MEMORY_PSS);
		FakeSource.Part cheap = this.source.slow(Column.SOCKETS_LISTEN);
		expensive.onRead(() -> this.clock.advance(5 * MILLISECOND));
		cheap.onRead(() -> this.clock.advance(1000));
		ResourceSampler sampler = sampler(64);
		long end = this.clock.getAsLong() + Duration.ofSeconds(100).toNanos();
		while (this.clock.getAsLong() < end) {
			tick(sampler, 0);
		}
		// A budget of 0.5 %, halved: 250 ms in 100 s, plus 5 ms of unused budget, for 5
		// ms each.
		assertThat(expensive.reads()).isBetween(49, 53);
		assertThat(cheap.reads()).isBetween(900, 1000);
	}

	@Test
	void slowColumnsAreAbsentIfTheyWereNotRead() {
		FakeSource.Part expensive = this.source.slow(Column.MEMORY_PSS);
		expensive.onRead(() -> this.clock.advance(60 * MILLISECOND));
		this.source.set(Column.MEMORY_PSS, 77);
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 1);
		tick(sampler, 2);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.count(Column.MEMORY_PSS)).isEqualTo(1);
		assertThat(samples.count(Column.MEMORY_RSS)).isEqualTo(2);
	}

	@Test
	void readsThreadsWithTheSlowTier() {
		ThreadTimes first = new ThreadTimes(List.of());
		ThreadTimes second = new ThreadTimes(List.of());
		FakeSource.Part part = this.source.threads(first);
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 1);
		part.threads(second);
		tick(sampler, 1);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.firstThreads()).isSameAs(first);
		assertThat(samples.lastThreads()).isSameAs(second);
	}

	@Test
	void continuesSamplingIfAReaderFails() {
		this.fast.failWith(new IOException("gone"));
		FakeSource.Part other = this.source.fast(Column.THREADS);
		ResourceSampler sampler = sampler(64);
		SampleWindow window = sampler.open();
		tick(sampler, 1);
		this.fast.failWith(null);
		tick(sampler, 2);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.count(Column.MEMORY_RSS)).isEqualTo(1);
		assertThat(samples.count(Column.THREADS)).isEqualTo(2);
		assertThat(other.reads()).isEqualTo(3);
		assertThat(this.failures.summaries().get("reader FakeReader").count()).isEqualTo(2);
	}

	@Test
	void triesAgainWithTheNextWindowIfNoThreadCanBeCreated() {
		List<Runnable> refused = new ArrayList<>();
		ThreadFactory factory = (task) -> {
			refused.add(task);
			throw new OutOfMemoryError("unable to create native thread");
		};
		ResourceSampler sampler = sampler(64, this.clock, factory);
		SampleWindow window = sampler.open();
		assertThat(sampler.isThreadAlive()).isFalse();
		assertThat(sampler.close(window)).isNull();
		sampler.close(sampler.open());
		assertThat(refused).hasSize(2);
		assertThat(this.failures.summaries()).containsOnlyKeys("starting the sampler's thread");
		assertThat(this.failures.summaries().get("starting the sampler's thread").count()).isEqualTo(2);
		sampler.close();
	}

	@Test
	void survivesAFactoryThatReturnsNoThread() {
		ResourceSampler sampler = sampler(64, this.clock, (task) -> null);
		assertThat(sampler.close(sampler.open())).isNull();
		assertThat(this.failures.summaries()).containsOnlyKeys("starting the sampler's thread");
		sampler.close();
	}

	@Test
	void startsOneThreadForAllWindows() {
		ResourceSampler sampler = sampler(64);
		assertThat(this.tasks).isEmpty();
		SampleWindow one = sampler.open();
		SampleWindow two = sampler.open();
		sampler.close(one);
		sampler.close(two);
		sampler.open();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void startsNoThreadOnceClosed() {
		ResourceSampler sampler = sampler(64);
		assertThat(this.fast.open()).isZero();
		tick(sampler, 1);
		assertThat(this.fast.open()).isEqualTo(1);
		sampler.close();
		assertThat(this.fast.open()).isZero();
		assertThat(sampler.close(sampler.open())).isNull();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void samplesAtTheIntervalWhileAWindowIsOpenAndThenEnds() {
		SteppingClock stepping = new SteppingClock();
		ResourceSampler sampler = sampler(64, stepping, this.noThread);
		SampleWindow window = sampler.open();
		long start = stepping.now.get();
		closeAfter(sampler, window, 10);
		this.tasks.get(0).run();
		assertThat(sampler.samples()).isEqualTo(10);
		assertThat(sampler.missedSamples()).isZero();
		assertThat(this.closed).isNotNull();
		SampleSeries series = this.closed.series(start, sampler.intervalNanos());
		for (int i = 0; i < series.size(); i++) {
			assertThat(series.times()[i]).isBetween((i + 1) * MILLISECOND, (i + 2) * MILLISECOND);
		}
		// The thread has ended, so the next window has another one.
		sampler.open();
		assertThat(this.tasks).hasSize(2);
	}

	@Test
	void countsMissedTicks() {
		SteppingClock stepping = new SteppingClock();
		ResourceSampler sampler = sampler(64, stepping, this.noThread);
		SampleWindow window = sampler.open();
		closeAfter(sampler, window, 10);
		Runnable close = this.onTick;
		this.fast.onRead(() -> {
			close.run();
			if (this.fast.reads() == 5) {
				// The thread is not scheduled for seven intervals.
				stepping.now.addAndGet(7 * MILLISECOND);
			}
		});
		this.tasks.get(0).run();
		assertThat(sampler.samples()).isEqualTo(10);
		assertThat(sampler.missedSamples()).isBetween(6L, 7L);
	}

	@Test
	void cpuTimeOfAllItsThreadsOnlyGrows() {
		SteppingClock stepping = new SteppingClock();
		ResourceSampler sampler = sampler(64, stepping, this.noThread);
		List<Long> seen = new ArrayList<>();
		for (int thread = 1; thread <= 3; thread++) {
			this.threadCpu.set(0);
			SampleWindow window = sampler.open();
			closeAfter(sampler, window, 4);
			Runnable close = this.onTick;
			this.fast.onRead(() -> {
				this.threadCpu.addAndGet(1000);
				seen.add(sampler.cpuNanos());
				close.run();
			});
			assertThat(this.tasks).hasSize(thread);
			this.tasks.get(thread - 1).run();
			assertThat(sampler.cpuNanos()).isEqualTo(thread * 4000L);
		}
		assertThat(seen).isSorted();
	}

	/**
	 * A thread that opens a window checks the state, and the thread that is about to park
	 * checks the windows: one of them has to notice the other, no matter at which reading
	 * of the clock the window opens.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void windowThatOpensWhileTheThreadParksIsSampled(int look) {
		ResourceSampler sampler = samplerWhoseWindowOpensWhileParking(look, Duration.ofMillis(2));
		this.tasks.get(0).run();
		assertThat(sampler.samples()).isEqualTo(4);
		assertThat(this.closed).isNotNull();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void windowThatOpensRightBeforeParkingIsSampledImmediately() {
		ResourceSampler sampler = samplerWhoseWindowOpensWhileParking(1, Duration.ofHours(1));
		Runnable rest = this.atRest;
		this.atRest = () -> {
			rest.run();
			Runnable close = this.onTick;
			this.fast.onRead(() -> {
				close.run();
				if (this.closed != null) {
					sampler.close();
				}
			});
		};
		this.tasks.get(0).run();
		assertThat(sampler.samples()).isEqualTo(4);
	}

	private ResourceSampler samplerWhoseWindowOpensWhileParking(int look, Duration idleTimeout) {
		SteppingClock stepping = new SteppingClock();
		int[] looks = { 0 };
		LongSupplier watched = () -> {
			boolean resting = StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("parkUntilNeeded")));
			if (resting && ++looks[0] == look) {
				this.atRest.run();
			}
			return stepping.getAsLong();
		};
		ResourceSampler sampler = sampler(64, watched, this.noThread, idleTimeout);
		this.atRest = () -> closeAfter(sampler, sampler.open(), 3);
		closeAfter(sampler, sampler.open(), 1);
		return sampler;
	}

	@Test
	void startsAnotherThreadAfterAClockFailed() {
		ManualClock broken = new ManualClock();
		boolean[] fail = { false };
		LongSupplier failing = () -> {
			if (fail[0]) {
				throw new IllegalStateException("no time");
			}
			return broken.advance(MILLISECOND / 2);
		};
		ResourceSampler sampler = sampler(64, failing, this.noThread);
		SampleWindow window = sampler.open();
		fail[0] = true;
		this.tasks.get(0).run();
		assertThat(this.failures.summaries().get("the sampler's thread").last()).contains("no time");
		fail[0] = false;
		sampler.close(window);
		SampleWindow next = sampler.open();
		assertThat(this.tasks).hasSize(2);
		closeAfter(sampler, next, 2);
		this.tasks.get(1).run();
		assertThat(sampler.samples()).isEqualTo(2);
	}

	@Test
	void continuesSamplingIfTheCpuClockFails() {
		ResourceSampler sampler = new ResourceSampler(this.source, catalog(),
				new SamplerOptions(INTERVAL, 0.005, Duration.ZERO, 64, 32), new SamplerClocks(this.clock, () -> {
					throw new UnsupportedOperationException("no CPU clock");
				}), this.failures, this.noThread);
		SampleWindow window = sampler.open();
		tick(sampler, 1);
		tick(sampler, 2);
		SampleAggregate samples = sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.samples()).isEqualTo(2);
		assertThat(sampler.cpuNanos()).isZero();
		assertThat(this.failures.summaries()).containsOnlyKeys("sampler");
	}

	/**
	 * Close the window right before the sample that follows a number of samples.
	 */
	private void closeAfter(ResourceSampler sampler, SampleWindow window, int samples) {
		long last = sampler.samples() + samples - 1;
		boolean[] done = { false };
		this.closed = null;
		this.onTick = () -> {
			if (sampler.samples() >= last && !done[0]) {
				done[0] = true;
				this.closed = sampler.close(window);
			}
		};
		this.fast.onRead(this.onTick);
	}

	private void tick(ResourceSampler sampler, long resident) {
		this.source.set(Column.MEMORY_RSS, resident);
		sampler.tick(this.clock.advance(INTERVAL));
	}

	private ResourceSampler sampler(int capacity) {
		return new ResourceSampler(this.source, catalog(),
				new SamplerOptions(INTERVAL, 0.005, Duration.ZERO, capacity, 32),
				new SamplerClocks(this.clock, this.threadCpu::get), this.failures, this.noThread);
	}

	private ResourceSampler sampler(int capacity, LongSupplier nanoTime, ThreadFactory threadFactory) {
		return sampler(capacity, nanoTime, threadFactory, Duration.ofMillis(2));
	}

	private ResourceSampler sampler(int capacity, LongSupplier nanoTime, ThreadFactory threadFactory,
			Duration idleTimeout) {
		return new ResourceSampler(this.source, catalog(),
				new SamplerOptions(Duration.ofMillis(1), 0.005, idleTimeout, capacity, 32),
				new SamplerClocks(nanoTime, this.threadCpu::get), this.failures, threadFactory);
	}

	private ColumnCatalog catalog() {
		return ColumnCatalog.probe(this.source, this.failures);
	}

	/**
	 * A clock that advances with each reading, so that loops end.
	 */
	private static final class SteppingClock implements LongSupplier {

		private final AtomicLong now = new AtomicLong(7_000_000_000L);

		@Override
		public long getAsLong() {
			return this.now.addAndGet(MILLISECOND / 8);
		}

	}

}
