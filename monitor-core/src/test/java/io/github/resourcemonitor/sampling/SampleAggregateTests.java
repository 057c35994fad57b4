package io.github.resourcemonitor.sampling;

import java.util.Arrays;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleAggregateTests {

	private static final long INTERVAL = 100;

	private final SampleRing ring = new SampleRing(1000);

	private final ColumnCatalog catalog = catalog();

	private static ColumnCatalog catalog() {
		FakeSource source = new FakeSource();
		source.fast(Column.MEMORY_RSS, Column.THREADS);
		return ColumnCatalog.probe(source, new Failures());
	}

	@Test
	void keepsFirstLastMaximumAndSum() {
		append(5, 1);
		append(9, Column.ABSENT);
		append(7, 3);
		SampleAggregate aggregate = aggregate(8, 0, 3);
		assertThat(aggregate.samples()).isEqualTo(3);
		assertThat(aggregate.lost()).isZero();
		assertThat(aggregate.first(Column.MEMORY_RSS)).isEqualTo(5);
		assertThat(aggregate.last(Column.MEMORY_RSS)).isEqualTo(7);
		assertThat(aggregate.max(Column.MEMORY_RSS)).isEqualTo(9);
		assertThat(aggregate.sum(Column.MEMORY_RSS)).isEqualTo(21);
		assertThat(aggregate.count(Column.MEMORY_RSS)).isEqualTo(3);
		assertThat(aggregate.sum(Column.THREADS)).isEqualTo(4);
		assertThat(aggregate.count(Column.THREADS)).isEqualTo(2);
		assertThat(aggregate.first(Column.FILES_OPEN)).isEqualTo(Column.ABSENT);
		assertThat(aggregate.max(Column.FILES_OPEN)).isEqualTo(Column.ABSENT);
		assertThat(aggregate.count(Column.FILES_OPEN)).isZero();
	}

	@Test
	void includesOnlyItsOwnRange() {
		append(100, 1);
		append(5, 1);
		append(6, 1);
		append(100, 1);
		SampleAggregate aggregate = aggregate(8, 1, 3);
		assertThat(aggregate.max(Column.MEMORY_RSS)).isEqualTo(6);
		assertThat(aggregate.samples()).isEqualTo(2);
	}

	@Test
	void countsOverwrittenSamples() {
		SampleRing small = new SampleRing(4);
		long[] row = new long[Column.COUNT];
		for (int i = 0; i < 10; i++) {
			small.append(i, row, null);
		}
		SampleAggregate aggregate = new SampleAggregate(this.catalog, 8);
		aggregate.add(small, 3, 10);
		assertThat(aggregate.lost()).isEqualTo(3);
		assertThat(aggregate.samples()).isEqualTo(4);
	}

	@Test
	void hasARowForEachSampleWhileTheyFit() {
		append(5, 1);
		append(6, Column.ABSENT);
		SampleSeries series = aggregate(8, 0, 2).series(1000 - 30, INTERVAL);
		assertThat(series.columns()).containsExactly(Column.THREADS, Column.MEMORY_RSS);
		assertThat(series.size()).isEqualTo(2);
		assertThat(series.intervalNanos()).isEqualTo(INTERVAL);
		assertThat(series.times()).containsExactly(30, 30 + INTERVAL);
		assertThat(series.value(0, 0)).isEqualTo(1L);
		assertThat(series.value(0, 1)).isEqualTo(5L);
		assertThat(series.value(1, 0)).isNull();
		assertThat(series.value(1, 1)).isEqualTo(6L);
		assertThat(series.sizeInBytes()).isEqualTo(2 * (2 * 8 + 32));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 8, 100 })
	void addingSegmentsIsTheSameAsAddingTheirSamples(int maxRows) {
		for (int i = 0; i < 200; i++) {
			append((i * 37) % 101, (i % 3 == 0) ? Column.ABSENT : i);
		}
		SampleAggregate expected = aggregate(maxRows, 5, 200);
		SampleAggregate actual = aggregate(maxRows, 5, 20);
		for (int from = 20; from < 200; from += 60) {
			actual.add(aggregate((maxRows > 0) ? 60 : 0, from, from + 60));
		}
		for (Column column : new Column[] { Column.MEMORY_RSS, Column.THREADS, Column.FILES_OPEN }) {
			assertThat(actual.first(column)).isEqualTo(expected.first(column));
			assertThat(actual.last(column)).isEqualTo(expected.last(column));
			assertThat(actual.max(column)).isEqualTo(expected.max(column));
			assertThat(actual.sum(column)).isEqualTo(expected.sum(column));
			assertThat(actual.count(column)).isEqualTo(expected.count(column));
		}
		assertThat(actual.samples()).isEqualTo(195);
		SampleSeries series = actual.series(0, INTERVAL);
		SampleSeries expectedSeries = expected.series(0, INTERVAL);
		assertThat(series.intervalNanos()).isEqualTo(expectedSeries.intervalNanos());
		assertThat(series.times()).containsExactly(expectedSeries.times());
		for (int row = 0; row < series.size(); row++) {
			assertThat(series.value(row, 1)).isEqualTo(expectedSeries.value(row, 1));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 8, 10, 16, 100 })
	void downsamplesEvenlyToTheMaximumRowsByDoublingTheStride(int maxRows) {
		for (int samples = 1; samples <= 200; samples++) {
			append(samples - 1, 1);
			SampleSeries series = aggregate(maxRows, 0, samples).series(1000, INTERVAL);
			long stride = series.intervalNanos() / INTERVAL;
			assertThat(Long.bitCount(stride)).isEqualTo(1);
			assertThat(series.size()).isLessThanOrEqualTo(maxRows);
			assertThat(series.size()).isEqualTo((int) ((samples - 1) / stride) + 1);
			for (int i = 0; i < series.size(); i++) {
				assertThat(series.times()[i]).isEqualTo(i * stride * INTERVAL);
				assertThat(series.rows()[i][1]).isEqualTo(i * stride);
			}
			if (stride > 1) {
				assertThat(series.size()).isGreaterThanOrEqualTo(Math.max(1, maxRows / 2));
			}
		}
	}

	@Test
	void downsamplingKeepsPeaks() {
		for (int i = 0; i < 500; i++) {
			append((i == 333) ? 1_000_000 : i, 1);
		}
		SampleAggregate aggregate = aggregate(4, 0, 500);
		assertThat(aggregate.max(Column.MEMORY_RSS)).isEqualTo(1_000_000);
		assertThat(aggregate.samples()).isEqualTo(500);
		assertThat(aggregate.last(Column.MEMORY_RSS)).isEqualTo(499);
		assertThat(aggregate.series(0, INTERVAL).size()).isLessThanOrEqualTo(4);
	}

	@Test
	void keepsNoRowsIfTheMaximumIsZero() {
		append(5, 1);
		SampleAggregate aggregate = aggregate(0, 0, 1);
		assertThat(aggregate.series(0, INTERVAL).size()).isZero();
		assertThat(aggregate.max(Column.MEMORY_RSS)).isEqualTo(5);
	}

	@Test
	void addingInPartsIsTheSameAsAddingAtOnce() {
		for (int i = 0; i < 300; i++) {
			append(i * 37 % 101, (i % 3 == 0) ? i : Column.ABSENT);
		}
		SampleAggregate whole = aggregate(16, 0, 300);
		SampleAggregate pieces = new SampleAggregate(this.catalog, 16);
		for (int from = 0; from < 300; from += 20) {
			pieces = pieces.copy();
			pieces.add(this.ring, from, from + 20);
		}
		assertSame(pieces, whole);
	}

	@Test
	void copyAndOriginalAreIndependent() {
		ThreadTimes early = new ThreadTimes(List.of());
		ThreadTimes late = new ThreadTimes(List.of());
		append(1, 1, early);
		for (int i = 0; i < 100; i++) {
			append(i, 2, null);
		}
		append(7, 7, late);
		SampleAggregate original = aggregate(8, 0, 50);
		SampleAggregate expected = aggregate(8, 0, 50);
		SampleAggregate copy = original.copy();
		assertSame(copy, expected);
		copy.add(this.ring, 50, 102);
		assertSame(original, expected);
		assertThat(original.lastThreads()).isSameAs(early);
		assertThat(copy.firstThreads()).isSameAs(early);
		assertThat(copy.lastThreads()).isSameAs(late);
		assertSame(copy, aggregate(8, 0, 102));
	}

	private void assertSame(SampleAggregate actual, SampleAggregate expected) {
		assertThat(actual.samples()).isEqualTo(expected.samples());
		assertThat(actual.lost()).isEqualTo(expected.lost());
		for (Column column : Column.values()) {
			assertThat(actual.first(column)).isEqualTo(expected.first(column));
			assertThat(actual.last(column)).isEqualTo(expected.last(column));
			assertThat(actual.max(column)).isEqualTo(expected.max(column));
			assertThat(actual.sum(column)).isEqualTo(expected.sum(column));
			assertThat(actual.count(column)).isEqualTo(expected.count(column));
		}
		SampleSeries series = actual.series(0, INTERVAL);
		SampleSeries expectedSeries = expected.series(0, INTERVAL);
		assertThat(series.intervalNanos()).isEqualTo(expectedSeries.intervalNanos());
		assertThat(series.times()).isEqualTo(expectedSeries.times());
		assertThat(Arrays.deepEquals(series.rows(), expectedSeries.rows())).isTrue();
	}

	private SampleAggregate aggregate(int maxRows, long from, long to) {
		SampleAggregate aggregate = new SampleAggregate(this.catalog, maxRows);
		aggregate.add(this.ring, from, to);
		return aggregate;
	}

	private void append(long resident, long threadCount) {
		append(resident, threadCount, null);
	}

	private void append(long resident, long threadCount, ThreadTimes threads) {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		row[Column.MEMORY_RSS.ordinal()] = resident;
		row[Column.THREADS.ordinal()] = threadCount;
		this.ring.append(1000 + this.ring.position() * INTERVAL, row, threads);
	}

}
