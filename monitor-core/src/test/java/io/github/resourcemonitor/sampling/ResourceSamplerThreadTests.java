package io.github.resourcemonitor.sampling;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resourcemonitor.failure.Failures;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the sampler's thread. None of them depends on its speed.
 */
@Timeout(120)
class ResourceSamplerThreadTests {

	private final FakeSource source = new FakeSource();

	private final FakeSource.Part fast = this.source.fast(Column.MEMORY_RSS);

	private final AtomicReference<Thread> thread = new AtomicReference<>();

	private final Failures failures = new Failures();

	private ResourceSampler sampler;

	@AfterEach
	void close() {
		if (this.sampler != null) {
			this.sampler.close();
		}
	}

	@Test
	void startsWithTheFirstWindow() {
		start(Duration.ofHours(1));
		assertThat(this.sampler.isThreadAlive()).isFalse();
		SampleWindow window = this.sampler.open();
		awaitSamples(2);
		assertThat(this.sampler.isThreadAlive()).isTrue();
		assertThat(this.thread.get().getName()).isEqualTo(ResourceSampler.THREAD_NAME).contains("sampler");
		assertThat(this.thread.get().isDaemon()).isTrue();
		SampleAggregate samples = this.sampler.close(window);
		assertThat(samples).isNotNull();
		assertThat(samples.samples()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void inheritsNothingFromTheThreadThatOpensAWindow() {
		InheritableThreadLocal<String> context = new InheritableThreadLocal<>();
		AtomicReference<String> seen = new AtomicReference<>("nothing yet");
		start(Duration.ofHours(1));
		this.fast.onRead(() -> seen.set(context.get()));
		context.set("of the caller");
		this.sampler.open();
		context.remove();
		awaitSamples(1);
		assertThat(seen).hasValue(null);
	}

	@Test
	void endsWhenIdleAndStartsAgain() {
		start(Duration.ofMillis(1));
		for (int round = 0; round < 3; round++) {
			SampleWindow window = this.sampler.open();
			awaitSamples(this.sampler.samples() + 2);
			this.sampler.close(window);
			await().until(() -> !this.sampler.isThreadAlive());
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void parksWhileNoWindowIsOpenAndIsWokenByTheNext() {
		start(Duration.ofHours(1));
		SampleWindow earlier = this.sampler.open();
		awaitSamples(1);
		this.sampler.close(earlier);
		awaitParked();
		long before = this.sampler.samples();
		Thread first = this.thread.get();
		SampleWindow window = this.sampler.open();
		awaitSamples(before + 2);
		assertThat(this.thread.get()).isSameAs(first);
		this.sampler.close(window);
		awaitParked();
	}

	@Test
	void closingAWindowDoesNotBlock() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		start(Duration.ofHours(1));
		this.fast.onRead(() -> {
			reading.countDown();
			awaitUninterruptibly(release);
		});
		SampleWindow window = this.sampler.open();
		reading.await();
		// The thread is blocked in a reading; waiting for it would never return.
		SampleWindow other = this.sampler.open();
		assertThat(this.sampler.close(other)).isNull();
		assertThat(this.sampler.close(window)).isNull();
		assertThat(this.sampler.samples()).isZero();
		release.countDown();
	}

	@Test
	void closingTheSamplerEndsTheThreadAndClosesTheReaders() {
		for (boolean idle : new boolean[] { true, false }) {
			start(Duration.ofHours(1));
			SampleWindow window = this.sampler.open();
			awaitSamples(1);
			if (idle) {
				this.sampler.close(window);
				awaitParked();
			}
			this.sampler.close();
			await().until(() -> !this.sampler.isThreadAlive());
			assertThat(this.fast.open()).isZero();
			if (!idle) {
				assertThat(this.sampler.close(window)).isNotNull();
			}
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void samplesAgainAfterItWasReopened() {
		start(Duration.ofHours(1));
		SampleWindow spanning = this.sampler.open();
		for (int round = 0; round < 20; round++) {
			awaitSamples(this.sampler.samples() + 1);
			this.sampler.close();
			assertThat(this.sampler.isThreadAlive()).isFalse();
			assertThat(this.fast.open()).isZero();
			SampleWindow whileClosed = this.sampler.open();
			assertThat(this.sampler.close(whileClosed)).isNull();
			assertThat(this.sampler.isThreadAlive()).isFalse();
			this.sampler.reopen();
		}
		awaitSamples(this.sampler.samples() + 1);
		assertThat(this.sampler.close(spanning)).isNotNull();
		this.sampler.close();
		this.sampler.reopen();
		assertThat(this.sampler.isThreadAlive()).isFalse();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void aThreadThatIsStillReadingWhenReopenedContinuesOrEndsButNeverRunsTwice() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		start(Duration.ofHours(1));
		this.fast.onRead(() -> {
			reading.countDown();
			awaitUninterruptibly(release);
			this.thread.compareAndSet(null, Thread.currentThread());
		});
		SampleWindow window = this.sampler.open();
		reading.await();
		Thread.currentThread().interrupt();
		this.sampler.close();
		assertThat(Thread.interrupted()).isTrue();
		this.sampler.reopen();
		release.countDown();
		awaitSamples(3);
		assertThat(this.sampler.close(window)).isNotNull();
		this.sampler.close();
		await().until(() -> !this.sampler.isThreadAlive());
		await().until(() -> this.fast.open() == 0);
	}

	@Test
	void closingByAnInterruptedThreadKeepsTheInterrupt() {
		start(Duration.ofHours(1));
		this.sampler.open();
		awaitSamples(1);
		Thread.currentThread().interrupt();
		this.sampler.close();
		assertThat(Thread.interrupted()).isTrue();
		await().until(() -> !this.sampler.isThreadAlive());
	}

	@Test
	void interruptNeitherEndsTheThreadNorMakesItSpin() {
		start(Duration.ofHours(1));
		SampleWindow window = this.sampler.open();
		awaitSamples(1);
		this.thread.get().interrupt();
		await().until(() -> !this.thread.get().isInterrupted());
		awaitSamples(this.sampler.samples() + 2);
		this.sampler.close(window);
		awaitParked();
		this.thread.get().interrupt();
		await().until(() -> !this.thread.get().isInterrupted());
		assertThat(this.sampler.isThreadAlive()).isTrue();
	}

	@Test
	void continuesAfterErrors() {
		start(Duration.ofHours(1));
		this.fast.failWith(new StackOverflowError());
		this.sampler.open();
		awaitSamples(3);
		assertThat(this.failures.summaries()).containsOnlyKeys("reader FakeReader");
	}

	@Test
	void cpuTimeOnlyGrowsOverSuccessiveThreads() {
		start(Duration.ofMillis(1));
		long before = 0;
		for (int round = 0; round < 5; round++) {
			SampleWindow window = this.sampler.open();
			awaitSamples(this.sampler.samples() + 2);
			this.sampler.close(window);
			await().until(() -> !this.sampler.isThreadAlive());
			assertThat(this.sampler.cpuNanos()).isGreaterThan(before);
			before = this.sampler.cpuNanos();
		}
	}

	@Test
	void everyWindowIsSampledInAnyOrder() throws Exception {
		start(Duration.ofMillis(1));
		List<Thread> threads = new ArrayList<>();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		for (int i = 0; i < 4; i++) {
			Thread opener = new Thread(() -> {
				try {
					for (int round = 0; round < 40; round++) {
						SampleWindow window = this.sampler.open();
						if (round % 4 == 0) {
							long now = this.sampler.samples();
							// With a lost wake-up this would wait forever.
							awaiting().until(() -> this.sampler.samples() > now);
							assertThat(this.sampler.close(window)).isNotNull();
						}
						else {
							this.sampler.close(window);
						}
						if (round % 10 == 9) {
							Thread.yield();
						}
					}
				}
				catch (Throwable ex) {
					failure.compareAndSet(null, ex);
				}
			});
			opener.start();
			threads.add(opener);
		}
		for (Thread opener : threads) {
			opener.join();
		}
		assertThat(failure.get()).isNull();
		assertThat(this.failures.summaries()).isEmpty();
		await().until(() -> !this.sampler.isThreadAlive());
	}

	@Test
	void windowThatOpensWhileTheThreadEndsIsSampled() {
		start(Duration.ofNanos(1));
		for (int round = 0; round < 100; round++) {
			SampleWindow window = this.sampler.open();
			long now = this.sampler.samples();
			awaiting().until(() -> this.sampler.samples() > now);
			this.sampler.close(window);
			int spins = round * 50;
			for (int i = 0; i < spins; i++) {
				Thread.onSpinWait();
			}
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	private void start(Duration idleTimeout) {
		ColumnCatalog catalog = ColumnCatalog.probe(this.source, this.failures);
		this.fast.onRead(() -> this.thread.set(Thread.currentThread()));
		SamplerOptions options = new SamplerOptions(Duration.ofMillis(1), 0.5, idleTimeout, 64, 16);
		SamplerClocks clocks = new SamplerClocks(System::nanoTime,
				ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
		this.sampler = new ResourceSampler(this.source, catalog, options, clocks, this.failures);
	}

	private void awaitSamples(long samples) {
		awaiting().until(() -> this.sampler.samples() >= samples);
	}

	private void awaitParked() {
		awaiting().until(() -> Arrays.stream(this.thread.get().getStackTrace())
			.anyMatch((element) -> element.getMethodName().equals("parkUntilNeeded")));
	}

	private static ConditionFactory awaiting() {
		return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
