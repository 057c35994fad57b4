package io.github.resourcemonitor.otlp;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ExponentialHistogram}.
 */
class ExponentialHistogramTests {

	private static final Metric.Unit COUNT = new Metric.Unit("1", 1);

	@Test
	void boundsBelongToTheBucketBelow() {
		assertThat(ExponentialHistogram.index(1)).isEqualTo(-1);
		assertThat(ExponentialHistogram.index(Math.nextUp(1.0))).isZero();
		assertThat(ExponentialHistogram.index(2)).isEqualTo(15);
		assertThat(ExponentialHistogram.index(4)).isEqualTo(31);
		assertThat(ExponentialHistogram.index(0.5)).isEqualTo(-17);
		for (int i = 0; i < 16; i++) {
			assertThat(ExponentialHistogram.index(Math.pow(2, i / 16.0))).isEqualTo(i - 1);
		}
	}

	@Test
	void eachValueIsInItsBucket() {
		Random random = new Random(7);
		for (int i = 0; i < 10_000; i++) {
			double value = Math.pow(10, random.nextDouble() * 30 - 12);
			int index = ExponentialHistogram.index(value);
			assertThat(value).isGreaterThan(Math.pow(2, index / 16.0) * (1 - 1e-12))
				.isLessThanOrEqualTo(Math.pow(2, (index + 1) / 16.0) * (1 + 1e-12));
		}
	}

	@Test
	void countsAndSumsExactly() {
		ExponentialHistogram histogram = new ExponentialHistogram(Metric.Unit.SECONDS);
		assertThat(histogram.isEmpty()).isTrue();
		for (long nanos : new long[] { 0, 1_500_000_000, 500_000_000, 0 }) {
			histogram.add(nanos);
		}
		assertThat(histogram.sum()).isEqualTo(2);
		assertThat(histogram.min()).isZero();
		assertThat(histogram.max()).isEqualTo(1.5);
		assertThat(histogram.zeros()).isEqualTo(2);
		assertThat(histogram.scale()).isEqualTo(4);
		assertThat(histogram.offset()).isEqualTo(-17);
		assertThat(histogram.buckets()).hasSize(27).startsWith(1L).endsWith(1L);
		histogram.clear();
		assertThat(histogram.isEmpty()).isTrue();
		histogram.add(3_000_000_000L);
		assertThat(histogram.buckets()).containsExactly(1L);
		assertThat(histogram.sum()).isEqualTo(3);
		assertThat(histogram.min()).isEqualTo(3);
	}

	/**
	 * At a lower scale, a value is in the bucket that the definition gives.
	 */
	@Test
	void halvesTheResolutionWhenValuesDoNotFit() {
		Random random = new Random(11);
		for (int run = 0; run < 200; run++) {
			long[] values = random.longs(1 + random.nextInt(50), 1, Long.MAX_VALUE)
				.map((value) -> 1 + (value >>> random.nextInt(62)) / 100)
				.toArray();
			ExponentialHistogram histogram = new ExponentialHistogram(COUNT);
			for (long value : values) {
				histogram.add(value);
			}
			assertThat(histogram.buckets()).hasSizeLessThanOrEqualTo(160);
			long[] expected = new long[histogram.buckets().size()];
			for (long value : values) {
				expected[(ExponentialHistogram.index(value) >> (4 - histogram.scale())) - histogram.offset()]++;
			}
			assertThat(histogram.buckets()).containsExactly(Arrays.stream(expected).boxed().toArray(Long[]::new));
			assertThat(expected[0]).isPositive();
			assertThat(expected[expected.length - 1]).isPositive();
			assertThat(histogram.sum()).isCloseTo(Arrays.stream(values).asDoubleStream().sum(),
					within(1e-6 * histogram.sum()));
		}
	}

	@Test
	void coversTheWholeRange() {
		ExponentialHistogram histogram = new ExponentialHistogram(Metric.Unit.SECONDS);
		histogram.add(1);
		histogram.add(Long.MAX_VALUE / 2);
		assertThat(histogram.scale()).isEqualTo(1);
		assertThat(histogram.buckets()).hasSizeLessThanOrEqualTo(160).startsWith(1L).endsWith(1L);
	}

}
