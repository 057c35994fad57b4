package io.github.resourcemonitor.history;

import java.util.Arrays;
import java.util.Random;

import io.github.resourcemonitor.history.HandlerSummary.Bucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class DistributionTests {

	private final Distribution distribution = new Distribution();

	@Test
	void hasNoFiguresWithoutValues() {
		assertThat(this.distribution.figures()).isNull();
		this.distribution.add(-1);
		assertThat(this.distribution.figures()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 15, 16, 17, 31, 32, 33, 103, 1_000_000_007L, Long.MAX_VALUE })
	void returnsASingleValueExactly(long value) {
		this.distribution.add(value);
		assertThat(this.distribution.figures()).isEqualTo(new HandlerSummary.Figures(value, value, value, value));
	}

	@Test
	void isExactForSmallNumbers() {
		for (int i = 1; i <= 20; i++) {
			this.distribution.add(i % 10);
		}
		assertThat(this.distribution.figures()).isEqualTo(new HandlerSummary.Figures(4, 9, 9, 90));
	}

	@Test
	void isAlwaysWithinTheExtremes() {
		this.distribution.add(1_000_003);
		this.distribution.add(1_000_005);
		HandlerSummary.Figures figures = this.distribution.figures();
		assertThat(figures.p50()).isBetween(1_000_003L, 1_000_005L);
		assertThat(figures.p95()).isBetween(1_000_003L, 1_000_005L);
		assertThat(figures.max()).isEqualTo(1_000_005);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void isNearTheExactPercentiles(long seed) {
		Random random = new Random(seed);
		long[] values = new long[1 + random.nextInt(5000)];
		for (int i = 0; i < values.length; i++) {
			values[i] = (long) Math.exp(random.nextGaussian() * 3 + 14);
			this.distribution.add(values[i]);
		}
		Arrays.sort(values);
		HandlerSummary.Figures figures = this.distribution.figures();
		double allowed = 100.0 / 32;
		assertThat(figures.p50()).isCloseTo(exact(values, 0.50), withinPercentage(allowed));
		assertThat(figures.p95()).isCloseTo(exact(values, 0.95), withinPercentage(allowed));
		assertThat(figures.max()).isEqualTo(values[values.length - 1]);
		assertThat(figures.total()).isEqualTo(Arrays.stream(values).sum());
	}

	@Test
	void hasNoHistogramWithoutValues() {
		assertThat(this.distribution.histogram()).isEmpty();
		assertThat(this.distribution.durations()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 15, 16, 17, 103, 1_000_000_007L, Long.MAX_VALUE - 1 })
	void histogramHasEachValueInItsBucket(long value) {
		this.distribution.add(value);
		assertThat(this.distribution.histogram()).singleElement().satisfies((bucket) -> {
			assertThat(bucket.from()).isLessThanOrEqualTo(value);
			assertThat(bucket.to()).isGreaterThan(value);
			assertThat(bucket.count()).isOne();
		});
	}

	@Test
	void histogramHasAtMostFourBucketsForEachDoubling() {
		for (long value = 1024; value < 2048; value++) {
			this.distribution.add(value);
		}
		assertThat(this.distribution.histogram()).containsExactly(new Bucket(1024, 1280, 256),
				new Bucket(1280, 1536, 256), new Bucket(1536, 1792, 256), new Bucket(1792, 2048, 256));
	}

	private static long exact(long[] sorted, double fraction) {
		return sorted[(int) Math.ceil(fraction * sorted.length) - 1];
	}

}
