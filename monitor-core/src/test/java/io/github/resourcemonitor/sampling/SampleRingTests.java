package io.github.resourcemonitor.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SampleRingTests {

	private final long[] row = new long[Column.COUNT];

	private final long[] copy = new long[SampleRing.ROW_LENGTH];

	@Test
	void keepsTheLastSamples() {
		SampleRing ring = new SampleRing(4);
		assertThat(ring.position()).isZero();
		for (int i = 0; i < 10; i++) {
			append(ring, i, null);
		}
		assertThat(ring.capacity()).isEqualTo(4);
		assertThat(ring.position()).isEqualTo(10);
		for (int tick = 0; tick < 6; tick++) {
			assertThat(ring.copy(tick, this.copy)).as("tick %d", tick).isFalse();
		}
		for (int tick = 6; tick < 10; tick++) {
			assertThat(ring.copy(tick, this.copy)).as("tick %d", tick).isTrue();
			assertThat(this.copy[0]).isEqualTo(tick);
			assertThat(this.copy[Column.COUNT - 1]).isEqualTo(tick);
			assertThat(this.copy[SampleRing.TIME]).isEqualTo(1000 + tick);
		}
	}

	@Test
	void copiesTheRowThatIsAppended() {
		SampleRing ring = new SampleRing(2);
		append(ring, 1, null);
		Arrays.fill(this.row, 99);
		assertThat(ring.copy(0, this.copy)).isTrue();
		assertThat(this.copy[0]).isEqualTo(1);
	}

	@Test
	void keepsTheThreadsOfASampleAsLongAsTheSample() {
		ThreadTimes threads = new ThreadTimes(List.of());
		SampleRing ring = new SampleRing(2);
		append(ring, 0, threads);
		append(ring, 1, null);
		assertThat(ring.threads(0)).isSameAs(threads);
		assertThat(ring.threads(1)).isNull();
		append(ring, 2, threads);
		assertThat(ring.threads(0)).isNull();
		assertThat(ring.threads(2)).isSameAs(threads);
		append(ring, 3, null);
		append(ring, 4, null);
		assertThat(ring.threads(2)).isNull();
		assertThat(ring.threads(4)).isNull();
	}

	@Test
	void readerNeverReturnsAnOverwrittenSample() throws InterruptedException {
		SampleRing ring = new SampleRing(4);
		int samples = 400_000;
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicBoolean started = new AtomicBoolean();
		Thread reader = new Thread(() -> {
			long whole = 0;
			while (ring.position() < samples) {
				long tick = Math.max(0, ring.position() - 4);
				for (long end = ring.position(); tick < end; tick++) {
					if (ring.copy(tick, this.copy)) {
						whole++;
						for (int i = 0; i < Column.COUNT; i++) {
							if (this.copy[i] != tick || this.copy[SampleRing.TIME] != 1000 + tick) {
								failure.set(new AssertionError("tick " + tick + " is " + Arrays.toString(this.copy)));
								return;
							}
						}
					}
				}
				started.set(true);
			}
			if (whole == 0) {
				failure.set(new AssertionError("no sample was whole"));
			}
		});
		append(ring, 0, null);
		reader.start();
		while (!started.get() && failure.get() == null) {
			Thread.onSpinWait();
		}
		for (int i = 1; i < samples; i++) {
			append(ring, i, null);
		}
		reader.join();
		assertThat(failure.get()).isNull();
	}

	private void append(SampleRing ring, long tick, ThreadTimes threads) {
		Arrays.fill(this.row, tick);
		ring.append(1000 + tick, this.row, threads);
	}

}
