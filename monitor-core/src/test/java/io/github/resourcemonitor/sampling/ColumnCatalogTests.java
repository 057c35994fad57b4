package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnCatalogTests {

	private final FakeSource source = new FakeSource();

	private final Failures failures = new Failures();

	@Test
	void hasTheStatusOfReadColumnsAndReasonsForTheRest() {
		this.source.fast(Column.MEMORY_RSS, Column.THREADS);
		this.source.set(Column.THREADS, Column.ABSENT);
		ColumnCatalog catalog = probe();
		assertThat(catalog.status(Column.MEMORY_RSS)).isEqualTo(ColumnStatus.measured("fake memory.rssBytes"));
		assertThat(catalog.status(Column.THREADS).availability()).isEqualTo(Availability.UNAVAILABLE);
		assertThat(catalog.status(Column.THREADS).reason())
			.isEqualTo("fake threads has no value for it or could not be read on this system");
		assertThat(catalog.status(Column.FILES_OPEN)).isEqualTo(ColumnStatus.unavailable("the test has no files.open"));
		assertThat(catalog.statuses()).hasSize(Column.COUNT);
	}

	@Test
	void aSourceThatFailsHasNoColumnsAndStopsNothing() {
		for (Throwable failure : new Throwable[] { new InvalidPathException("/x", "unmappable"), new OutOfMemoryError(),
				new NoClassDefFoundError("gone") }) {
			ResourceSource broken = new ResourceSource() {

				@Override
				public List<ResourceReader> open() {
					return FailingReader.sneakyThrow(failure);
				}

				@Override
				public String reasonForMissing(Column column) {
					return FailingReader.sneakyThrow(failure);
				}

			};
			ColumnCatalog catalog = ColumnCatalog.probe(broken, this.failures);
			assertThat(catalog.recorded()).isEmpty();
			assertThat(catalog.status(Column.MEMORY_RSS)).isEqualTo(ColumnStatus.unavailable("unknown"));
			try (EdgeReader edges = new EdgeReader(broken, 0.02, System::nanoTime, this.failures)) {
				assertThat(edges.read(null, 0)).isNotNull();
			}
		}
		assertThat(this.failures.summaries()).containsOnlyKeys("opening the readers", "status of a column");
	}

	@Test
	void aReaderThatFailsToDescribeItselfIsClosedAndLeftOut() {
		this.source.fast(Column.THREADS);
		FailingReader failing = new FailingReader();
		ResourceSource both = new ResourceSource() {

			@Override
			public List<ResourceReader> open() {
				return List.of(failing, ColumnCatalogTests.this.source.open().get(0));
			}

			@Override
			public String reasonForMissing(Column column) {
				return "missing";
			}

		};
		ColumnCatalog catalog = ColumnCatalog.probe(both, this.failures);
		assertThat(catalog.recorded()).containsExactly(Column.THREADS);
		assertThat(failing.closed).isTrue();
		assertThat(this.failures.summaries()).containsOnlyKeys("opening FailingReader");
	}

	@Test
	void recordsMeasuredAndEstimatedColumnsInTheirOrder() {
		this.source.slow(Column.NETWORK_SENT, Column.MEMORY_RSS);
		this.source.fast(Column.CPU_USER, Column.FILES_OPEN, Column.DISK_READ_BYTES);
		this.source.judge(Column.DISK_READ_BYTES, Availability.CONSTANT);
		this.source.judge(Column.MEMORY_RSS, Availability.ESTIMATED);
		ColumnCatalog catalog = probe();
		assertThat(catalog.recorded()).containsExactly(Column.CPU_USER, Column.CPU_PERCENT, Column.MEMORY_RSS,
				Column.FILES_OPEN, Column.NETWORK_SENT);
		assertThat(catalog.columns(Availability.CONSTANT)).containsExactly(Column.DISK_READ_BYTES);
		assertThat(catalog.columns(Availability.ESTIMATED)).containsExactly(Column.MEMORY_RSS);
	}

	@Test
	void packsARowInTheOrderOfTheRecordedColumns() {
		this.source.fast(Column.FILES_OPEN, Column.MEMORY_RSS);
		long[] row = new long[Column.COUNT];
		row[Column.MEMORY_RSS.ordinal()] = 1;
		row[Column.FILES_OPEN.ordinal()] = 2;
		row[Column.THREADS.ordinal()] = 3;
		assertThat(probe().pack(row)).containsExactly(1, 2);
	}

	@Test
	void readerThatFailsAffectsOnlyItsOwnColumns() {
		this.source.fast(Column.MEMORY_RSS).failWith(new IOException("gone"));
		this.source.fast(Column.THREADS);
		ColumnCatalog catalog = probe();
		assertThat(catalog.recorded()).containsExactly(Column.THREADS);
		assertThat(this.failures.summaries()).hasSize(1);
	}

	@Test
	void asksTheSourceForTheActualStatus() {
		ResourceSource doubting = new ResourceSource() {
			@Override
			public List<ResourceReader> open() {
				return ColumnCatalogTests.this.source.open();
			}

			@Override
			public String reasonForMissing(Column column) {
				return "missing";
			}

			@Override
			public ColumnStatus judge(Column column, ColumnStatus status) {
				return status.as(Availability.CONSTANT, "doubted");
			}
		};
		this.source.fast(Column.MEMORY_RSS);
		ColumnCatalog catalog = ColumnCatalog.probe(doubting, this.failures);
		assertThat(catalog.status(Column.MEMORY_RSS).reason()).isEqualTo("doubted");
		assertThat(catalog.recorded()).isEmpty();
	}

	@Test
	void percentHasTheAvailabilityOfCpuTime() {
		assertThat(probe().status(Column.CPU_PERCENT).reason()).isEqualTo("the test has no cpu.userNanos");
		this.source.fast(Column.CPU_USER, Column.CPU_SYSTEM);
		assertThat(probe().status(Column.CPU_PERCENT).availability()).isEqualTo(Availability.MEASURED);
		this.source.judge(Column.CPU_USER, Availability.ESTIMATED);
		assertThat(probe().status(Column.CPU_PERCENT).availability()).isEqualTo(Availability.ESTIMATED);
		assertThat(probe().status(Column.CPU_PERCENT).reason()).isEqualTo("the test says so");
	}

	@Test
	void doesNotVerifySlowReaders() {
		FakeSource.Part part = this.source.slow(Column.MEMORY_PSS);
		this.source.set(Column.MEMORY_PSS, Column.ABSENT);
		assertThat(probe().status(Column.MEMORY_PSS).availability()).isEqualTo(Availability.MEASURED);
		assertThat(part.reads()).isZero();
		assertThat(part.open()).isZero();
	}

	@Test
	void closesTheReadersThatItProbed() {
		FakeSource.Part part = this.source.fast(Column.MEMORY_RSS);
		probe();
		assertThat(part.reads()).isEqualTo(1);
		assertThat(part.open()).isZero();
	}

	private ColumnCatalog probe() {
		return ColumnCatalog.probe(this.source, this.failures);
	}

	private static final class FailingReader implements ResourceReader {

		private boolean closed;

		@SuppressWarnings("unchecked")
		static <R, T extends Throwable> R sneakyThrow(Throwable ex) throws T {
			throw (T) ex;
		}

		@Override
		public Map<Column, ColumnStatus> columns() {
			throw new IllegalStateException("no columns");
		}

		@Override
		public Tier tier() {
			return Tier.EDGE;
		}

		@Override
		public void read(long[] row) {
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
