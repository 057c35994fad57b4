package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MonotonicCounters}, and that every counter of a {@link ReaderSet} goes
 * through them.
 */
class MonotonicCountersTests {

	private final FakeSource source = new FakeSource();

	private final Failures failures = new Failures();

	@Test
	void isTheCounterItselfWhileThatGrows() {
		ReaderSet readers = edge(Column.CPU_CGROUP);
		assertThat(read(readers, Column.CPU_CGROUP, 100, 150, 150, 900)).containsExactly(100, 150, 150, 900);
	}

	@Test
	void continuesFromANewBaselineIfTheCounterStepsBack() {
		ReaderSet readers = edge(Column.CPU_CGROUP);
		assertThat(read(readers, Column.CPU_CGROUP, 1000, 1500, 20, 30, 5, 25)).containsExactly(1000, 1500, 1500, 1510,
				1510, 1530);
	}

	@Test
	void growthOverAReadingWithoutAValueIsNotLost() {
		ReaderSet readers = edge(Column.CPU_CGROUP);
		assertThat(read(readers, Column.CPU_CGROUP, 1000, Column.ABSENT, 1300)).containsExactly(1000, Column.ABSENT,
				1300);
	}

	@Test
	void appliesToEveryCounterAndToNothingElse() {
		for (Column column : Column.values()) {
			FakeSource one = new FakeSource();
			one.edge(column);
			ReaderSet readers = new ReaderSet(one.open(), new MonotonicCounters(), this.failures);
			long[] row = ReaderSet.blankRow();
			one.set(column, 1000);
			readers.readEdge(row);
			readers.clear(row);
			one.set(column, 10);
			readers.readEdge(row);
			assertThat(row[column.ordinal()]).as(column.label())
				.isEqualTo((column.kind() == Column.Kind.COUNTER) ? 1000 : 10);
		}
	}

	@Test
	void slowCountersAreAddedOnceThoughTheRowAlreadyHasTheFastOnes() {
		this.source.fast(Column.CPU_USER);
		this.source.slow(Column.CPU_IO_WAIT);
		ReaderSet readers = new ReaderSet(this.source.open(), new MonotonicCounters(), this.failures);
		long[] row = ReaderSet.blankRow();
		long[] user = { 1000, 400, 500 };
		long[] ioWait = { 70, 30, 40 };
		for (int i = 0; i < user.length; i++) {
			readers.clear(row);
			this.source.set(Column.CPU_USER, user[i]).set(Column.CPU_IO_WAIT, ioWait[i]);
			readers.readFast(row);
			readers.readSlow(row);
		}
		assertThat(row[Column.CPU_USER.ordinal()]).isEqualTo(1100);
		assertThat(row[Column.CPU_IO_WAIT.ordinal()]).isEqualTo(80);
	}

	@Test
	void otherCountersOfAReaderAreABaselineEvenIfTheyAreLarger() {
		int[] generation = { 0 };
		long[] value = { 100 };
		ResourceReader moving = new ResourceReader() {

			@Override
			public Map<Column, ColumnStatus> columns() {
				return Map.of(Column.CPU_CGROUP, ColumnStatus.measured("a group"));
			}

			@Override
			public Tier tier() {
				return Tier.EDGE;
			}

			@Override
			public int generation() {
				return generation[0];
			}

			@Override
			public void read(long[] row) throws IOException {
				if (value[0] < 0) {
					throw new IOException("gone");
				}
				row[Column.CPU_CGROUP.ordinal()] = value[0];
			}

		};
		ReaderSet readers = new ReaderSet(List.of(moving), new MonotonicCounters(), this.failures);
		long[] row = ReaderSet.blankRow();
		readers.readEdge(row);
		generation[0]++;
		value[0] = -1;
		readers.clear(row);
		readers.readEdge(row);
		assertThat(row[Column.CPU_CGROUP.ordinal()]).isEqualTo(Column.ABSENT);
		value[0] = 5_000_000;
		readers.readEdge(row);
		assertThat(row[Column.CPU_CGROUP.ordinal()]).isEqualTo(100);
		value[0] = 5_000_007;
		readers.clear(row);
		readers.readEdge(row);
		assertThat(row[Column.CPU_CGROUP.ordinal()]).isEqualTo(107);
	}

	private ReaderSet edge(Column column) {
		this.source.edge(column);
		return new ReaderSet(this.source.open(), new MonotonicCounters(), this.failures);
	}

	private long[] read(ReaderSet readers, Column column, long... values) {
		long[] result = new long[values.length];
		for (int i = 0; i < values.length; i++) {
			this.source.set(column, values[i]);
			long[] row = ReaderSet.blankRow();
			readers.readEdge(row);
			result[i] = row[column.ordinal()];
		}
		return result;
	}

}
