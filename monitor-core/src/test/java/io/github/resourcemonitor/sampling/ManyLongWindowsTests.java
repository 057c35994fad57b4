package io.github.resourcemonitor.sampling;

import java.time.Duration;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with 1000 concurrent windows, each much longer than the ring.
 */
class ManyLongWindowsTests {

	private static final int WINDOWS = 1000;

	private static final int RING = 64;

	private static final int MAX_ROWS = 32;

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final ManualClock clock = new ManualClock();

	private final long start = this.clock.getAsLong();

	private final FakeSource source = new FakeSource();

	private final FakeSource.Part fast = this.source.fast(Column.MEMORY_RSS, Column.THREADS, Column.DISK_READ_CHARS);

	private final Failures failures = new Failures();

	private final ColumnCatalog catalog = ColumnCatalog.probe(this.source, this.failures);

	private final ResourceSampler sampler = new ResourceSampler(this.source, this.catalog,
			new SamplerOptions(INTERVAL, 0.005, Duration.ZERO, RING, MAX_ROWS), new SamplerClocks(this.clock, () -> 0),
			this.failures, (task) -> new Thread(() -> {
			}));

	@Test
	void keepExactPeaksAndADownsampledSeries() {
		SampleWindow[] windows = new SampleWindow[WINDOWS];
		int checked = 0;
		// One opens before each of the first samples; each is open for 70 to 469 of them.
		for (int tick = 0; checked < WINDOWS; tick++) {
			if (tick < WINDOWS) {
				windows[tick] = this.sampler.open();
			}
			tick(tick);
			for (int opened = 0; opened <= Math.min(tick, WINDOWS - 1); opened++) {
				if (tick == opened + length(opened) - 1) {
					assertWhole(this.sampler.close(windows[opened]), opened, tick);
					checked++;
				}
			}
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void keepExactPeaksWhenAllAreOpenAllTheTime() {
		SampleWindow[] windows = openAll();
		int ticks = 10 * RING + 7;
		for (int tick = 0; tick < ticks; tick++) {
			tick(tick);
		}
		for (SampleWindow window : windows) {
			assertWhole(this.sampler.close(window), 0, ticks - 1);
		}
	}

	@Test
	void areReadOnceForAll() {
		openAll();
		int before = this.fast.reads();
		for (int tick = 0; tick < 3 * RING; tick++) {
			tick(tick);
		}
		assertThat(this.fast.reads() - before).isEqualTo(3 * RING);
	}

	@Test
	void useBoundedMemoryRegardlessOfTheirLength() {
		long empty = RetainedSize.of(this.sampler);
		openAll();
		long bound = MAX_ROWS * (this.catalog.recorded().size() * 8L + 64) + Column.COUNT * 64L + 1024;
		for (int tick = 0; tick < 20 * RING; tick++) {
			tick(tick);
			if (tick % RING == 0) {
				assertThat((RetainedSize.of(this.sampler) - empty) / WINDOWS).isLessThan(bound);
			}
		}
	}

	@Test
	void doNotLeak() {
		long empty = RetainedSize.of(this.sampler);
		SampleWindow[] windows = openAll();
		for (int tick = 0; tick < 5 * RING; tick++) {
			tick(tick);
		}
		for (SampleWindow window : windows) {
			this.sampler.close(window);
		}
		// The memory of the sampler itself does not depend on the number of windows.
		assertThat(RetainedSize.of(this.sampler) - empty).isLessThan(WINDOWS * 32L);
	}

	private SampleWindow[] openAll() {
		SampleWindow[] windows = new SampleWindow[WINDOWS];
		for (int i = 0; i < WINDOWS; i++) {
			windows[i] = this.sampler.open();
		}
		return windows;
	}

	private static int length(int opened) {
		return RING + 6 + opened * 37 % 400;
	}

	private void tick(int tick) {
		this.source.set(Column.MEMORY_RSS, resident(tick));
		this.source.set(Column.DISK_READ_CHARS, tick);
		this.sampler.tick(this.clock.advance(INTERVAL));
	}

	/**
	 * The resident memory at a sample, which varies so that each window has a different
	 * peak.
	 */
	private static long resident(int tick) {
		return (tick * 2_654_435_761L >>> 5) % 1_000_003;
	}

	private void assertWhole(SampleAggregate samples, int first, int last) {
		long max = 0;
		long sum = 0;
		for (int tick = first; tick <= last; tick++) {
			max = Math.max(max, resident(tick));
			sum += resident(tick);
		}
		assertThat(samples).isNotNull();
		assertThat(samples.lost()).isZero();
		assertThat(samples.samples()).isEqualTo(last - first + 1);
		assertThat(samples.max(Column.MEMORY_RSS)).isEqualTo(max);
		assertThat(samples.sum(Column.MEMORY_RSS)).isEqualTo(sum);
		assertThat(samples.first(Column.MEMORY_RSS)).isEqualTo(resident(first));
		assertThat(samples.last(Column.MEMORY_RSS)).isEqualTo(resident(last));
		assertDownsampled(samples.series(this.start, INTERVAL.toNanos()), first, last);
	}

	/**
	 * The rows are whole samples of this window, evenly spaced from its start to its end.
	 */
	private static void assertDownsampled(SampleSeries series, int first, int last) {
		long interval = series.intervalNanos();
		long stride = interval / INTERVAL.toNanos();
		assertThat(series.size()).isBetween(MAX_ROWS / 2, MAX_ROWS);
		int resident = series.columns().indexOf(Column.MEMORY_RSS);
		int read = series.columns().indexOf(Column.DISK_READ_CHARS);
		for (int i = 0; i < series.size(); i++) {
			long tick = series.rows()[i][read];
			assertThat(series.rows()[i][resident]).isEqualTo(resident((int) tick));
			assertThat(series.times()[i]).isEqualTo((tick + 1) * INTERVAL.toNanos());
			assertThat(series.times()[i] - series.times()[0]).isEqualTo(i * interval);
		}
		assertThat(series.rows()[0][read]).isBetween((long) first, first + stride - 1);
		assertThat(series.rows()[series.size() - 1][read]).isBetween(last - stride + 1, (long) last);
	}

}
