package io.github.resourcemonitor.attribution;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.resourcemonitor.sampling.ManualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThrottledThreadClocksTests {

	private static final long MILLISECOND = 1_000_000;

	private final ManualClock clock = new ManualClock();

	private final AtomicInteger reads = new AtomicInteger();

	@Test
	void doesNotThrottleFineAndCheapClocks() {
		ThreadClocks clocks = clocks(0, 5_000);
		assertThat(ThrottledThreadClocks.ifExpensive(clocks, this.clock)).isSameAs(clocks);
	}

	@Test
	void usesTheCheapestOfSeveralReadings() {
		ThreadClocks clocks = new FakeThreadClocks() {

			@Override
			public long cpuNanos() {
				// The first readings are slow, because the code is cold.
				ThrottledThreadClocksTests.this.clock
					.advance((ThrottledThreadClocksTests.this.reads.incrementAndGet() < 10) ? 90_000 : 600);
				return super.cpuNanos();
			}

		};
		assertThat(ThrottledThreadClocks.ifExpensive(clocks, this.clock)).isSameAs(clocks);
	}

	@Test
	void readsACoarseClockOnceAMillisecond() {
		ThreadClocks throttled = ThrottledThreadClocks.ifExpensive(clocks(10 * MILLISECOND, 900), this.clock);
		int before = this.reads.get();
		long first = throttled.cpuNanos();
		this.clock.advance(MILLISECOND - 901);
		assertThat(throttled.cpuNanos()).isEqualTo(first);
		assertThat(this.reads).hasValue(before + 1);
		this.clock.advance(901);
		assertThat(throttled.cpuNanos()).isGreaterThan(first);
		assertThat(this.reads).hasValue(before + 2);
		assertThat(throttled.resolutionNanos()).isEqualTo(10 * MILLISECOND);
	}

	@Test
	void readsAnExpensiveClockAccordingToItsCost() {
		ThreadClocks throttled = ThrottledThreadClocks.ifExpensive(clocks(0, 6_000), this.clock);
		assertThat(throttled.resolutionNanos()).isEqualTo(600_000);
		long first = throttled.cpuNanos();
		this.clock.advance(500_000);
		assertThat(throttled.cpuNanos()).isEqualTo(first);
		this.clock.advance(100_000);
		assertThat(throttled.cpuNanos()).isGreaterThan(first);
	}

	@Test
	void isNeverCoarserThanAMillisecondForItsCost() {
		assertThat(ThrottledThreadClocks.ifExpensive(clocks(0, 40_000), this.clock).resolutionNanos())
			.isEqualTo(MILLISECOND);
	}

	@Test
	void throttlesEachThreadSeparately() throws Exception {
		FakeThreadClocks clocks = clocks(10 * MILLISECOND, 900);
		ThreadClocks throttled = ThrottledThreadClocks.ifExpensive(clocks, this.clock);
		long[] other = new long[1];
		long mine = throttled.cpuNanos();
		Thread thread = new Thread(() -> {
			clocks.use(77_000_000, 0);
			other[0] = throttled.cpuNanos();
		});
		thread.start();
		thread.join();
		assertThat(other[0]).isGreaterThan(77_000_000);
		assertThat(throttled.cpuNanos()).isEqualTo(mine);
	}

	@Test
	void allocationIsReadEachTime() {
		FakeThreadClocks clocks = clocks(10 * MILLISECOND, 900);
		ThreadClocks throttled = ThrottledThreadClocks.ifExpensive(clocks, this.clock);
		long before = throttled.allocatedBytes();
		clocks.use(0, 40);
		assertThat(throttled.allocatedBytes()).isEqualTo(before + 40);
	}

	private FakeThreadClocks clocks(long resolution, long cost) {
		FakeThreadClocks clocks = new FakeThreadClocks() {

			@Override
			public long cpuNanos() {
				ThrottledThreadClocksTests.this.clock.advance(cost);
				ThrottledThreadClocksTests.this.reads.incrementAndGet();
				use(cost, 0);
				return super.cpuNanos();
			}

		};
		clocks.resolution(resolution);
		return clocks;
	}

}
