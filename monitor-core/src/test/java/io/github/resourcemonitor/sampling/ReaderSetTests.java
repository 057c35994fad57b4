package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReaderSetTests {

	private final FakeSource source = new FakeSource();

	private final Failures failures = new Failures();

	@Test
	void readsTheTiersSeparately() {
		this.source.fast(Column.THREADS);
		this.source.slow(Column.MEMORY_PSS);
		this.source.set(Column.THREADS, 3).set(Column.MEMORY_PSS, 4);
		ReaderSet readers = new ReaderSet(this.source.open(), new MonotonicCounters(), this.failures);
		long[] row = ReaderSet.blankRow();
		assertThat(row).hasSize(Column.COUNT).containsOnly(Column.ABSENT);
		readers.readFast(row);
		assertThat(row[Column.THREADS.ordinal()]).isEqualTo(3);
		assertThat(row[Column.MEMORY_PSS.ordinal()]).isEqualTo(Column.ABSENT);
		readers.readSlow(row);
		assertThat(row[Column.MEMORY_PSS.ordinal()]).isEqualTo(4);
		readers.clear(row);
		assertThat(row).containsOnly(Column.ABSENT);
		assertThat(ReaderSet.blankRow()).containsOnly(Column.ABSENT);
	}

	static List<Throwable> throwables() {
		return List.of(new IOException("gone"), new IllegalStateException("broken"), new StackOverflowError(),
				new OutOfMemoryError());
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void keepsValuesOfOtherReadersIfOneThrows(Throwable ex) {
		this.source.fast(Column.THREADS);
		this.source.fast(Column.MEMORY_RSS).failWith(ex);
		this.source.fast(Column.FILES_OPEN);
		this.source.set(Column.THREADS, 1).set(Column.MEMORY_RSS, 2).set(Column.FILES_OPEN, 3);
		ReaderSet readers = new ReaderSet(this.source.open(), new MonotonicCounters(), this.failures);
		long[] row = ReaderSet.blankRow();
		readers.readFast(row);
		assertThat(row[Column.THREADS.ordinal()]).isEqualTo(1);
		assertThat(row[Column.MEMORY_RSS.ordinal()]).isEqualTo(Column.ABSENT);
		assertThat(row[Column.FILES_OPEN.ordinal()]).isEqualTo(3);
	}

	@Test
	void recordsEachFailureOnce() {
		FakeSource.Part part = this.source.fast(Column.MEMORY_RSS);
		part.failWith(new IOException("gone"));
		ReaderSet readers = new ReaderSet(this.source.open(), new MonotonicCounters(), this.failures);
		long[] row = ReaderSet.blankRow();
		readers.readFast(row);
		readers.readFast(row);
		part.failWith(null);
		readers.readFast(row);
		assertThat(this.failures.summaries()).hasSize(1)
			.containsEntry("reader FakeReader", new Failures.Summary(2, "java.io.IOException: gone"));
		assertThat(row[Column.MEMORY_RSS.ordinal()]).isZero();
	}

	@Test
	void closesAllEvenIfOneCannotBeClosed() {
		FakeSource.Part part = this.source.fast(Column.MEMORY_RSS);
		ResourceReader stubborn = new ResourceReader() {
			@Override
			public Map<Column, ColumnStatus> columns() {
				return Map.of();
			}

			@Override
			public Tier tier() {
				return Tier.FAST;
			}

			@Override
			public void read(long[] row) {
			}

			@Override
			public void close() {
				throw new IllegalStateException("stubborn");
			}
		};
		ReaderSet readers = new ReaderSet(List.of(stubborn, this.source.open().get(0)), new MonotonicCounters(),
				this.failures);
		readers.close();
		assertThat(part.open()).isZero();
		assertThat(this.failures.summaries()).containsOnlyKeys("closing a reader");
	}

}
