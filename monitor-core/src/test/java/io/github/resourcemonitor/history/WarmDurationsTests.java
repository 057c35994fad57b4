package io.github.resourcemonitor.history;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmDurationsTests {

	private static final long MILLI = 1_000_000;

	private final WarmDurations durations = new WarmDurations();

	@Test
	void knowsNoOutlierBeforeItKnowsTwentyDurations() {
		for (int i = 0; i < 19; i++) {
			this.durations.add(MILLI);
			assertThat(this.durations.isOutlier(Long.MAX_VALUE)).isFalse();
		}
		this.durations.add(MILLI);
		assertThat(this.durations.isOutlier(Long.MAX_VALUE)).isTrue();
		assertThat(this.durations.isOutlier(MILLI)).isFalse();
	}

	@Test
	void outlierIsLongerThan99Percent() {
		Random random = new Random(1);
		for (int i = 0; i < 10_000; i++) {
			this.durations.add(MILLI + random.nextInt((int) (99 * MILLI)));
		}
		assertThat(this.durations.isOutlier(98 * MILLI)).isFalse();
		assertThat(this.durations.isOutlier(107 * MILLI)).isTrue();
		for (int i = 0; i < 200; i++) {
			this.durations.add(500 * MILLI);
		}
		for (int i = 0; i < 1000; i++) {
			this.durations.add(MILLI);
		}
		assertThat(this.durations.isOutlier(400 * MILLI)).isFalse();
		assertThat(this.durations.isOutlier(600 * MILLI)).isTrue();
	}

	@Test
	void fewAmongManyStayOutliers() {
		for (int i = 1; i <= 5000; i++) {
			this.durations.add((i % 200 == 0) ? 1000 * MILLI : 10 * MILLI);
		}
		assertThat(this.durations.isOutlier(1000 * MILLI)).isTrue();
		assertThat(this.durations.isOutlier(10 * MILLI)).isFalse();
	}

	@Test
	void takesEachDuration() {
		for (int i = 0; i < 20; i++) {
			this.durations.add(Long.MAX_VALUE);
			this.durations.add(-1);
			this.durations.add(0);
		}
		assertThat(this.durations.isOutlier(Long.MAX_VALUE)).isFalse();
	}

	@Test
	void boundsHoldTheirBuckets() {
		Random random = new Random(3);
		for (int i = 0; i < 10_000; i++) {
			long value = random.nextLong() >>> 1 + random.nextInt(62);
			long highest = Distribution.highest(Distribution.bucket(value));
			assertThat(highest).isGreaterThanOrEqualTo(value);
			assertThat(highest - value).isLessThanOrEqualTo(value / 16);
		}
	}

}
