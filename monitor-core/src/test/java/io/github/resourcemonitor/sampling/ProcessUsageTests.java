package io.github.resourcemonitor.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ProcessUsage.Peak;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessUsageTests {

	private static final long TICK = 10_000_000;

	private static final long START = 5_000_000_000L;

	private static final long END = START + 100_000_000;

	private final SampleRing ring = new SampleRing(64);

	private final ColumnCatalog catalog = catalog();

	private static ColumnCatalog catalog() {
		FakeSource source = new FakeSource();
		source.fast(Column.CPU_USER, Column.CPU_SYSTEM, Column.DISK_READ_CALLS, Column.MEMORY_RSS,
				Column.MEMORY_PERCENT, Column.MEMORY_LIB, Column.ELAPSED);
		source.slow(Column.MEMORY_PSS, Column.CONTEXT_SWITCHES_VOLUNTARY, Column.CPU_IO_WAIT);
		source.resolution(Column.CPU_USER, TICK)
			.resolution(Column.CPU_SYSTEM, TICK)
			.resolution(Column.CPU_IO_WAIT, TICK);
		source.judge(Column.MEMORY_LIB, Availability.CONSTANT);
		source.judge(Column.CPU_IO_WAIT, Availability.ESTIMATED);
		return ColumnCatalog.probe(source, new Failures());
	}

	@Test
	void counterIsTheDifferenceOfTheEdges() {
		ProcessUsage usage = usage(row(Column.DISK_READ_CALLS, 5), row(Column.DISK_READ_CALLS, 12));
		assertThat(usage.delta(Column.DISK_READ_CALLS)).isEqualTo(7);
		assertThat(usage.reason(Column.DISK_READ_CALLS)).isNull();
		assertThat(usage.belowResolution(Column.DISK_READ_CALLS)).isNull();
	}

	@Test
	void counterThatDidNotChangeIsZero() {
		ProcessUsage usage = usage(row(Column.DISK_READ_CALLS, 5), row(Column.DISK_READ_CALLS, 5));
		assertThat(usage.delta(Column.DISK_READ_CALLS)).isZero();
		assertThat(usage.reason(Column.DISK_READ_CALLS)).isNull();
	}

	@Test
	void timeBelowTheResolutionIsABoundNotZero() {
		ProcessUsage usage = usage(row(Column.CPU_USER, TICK), row(Column.CPU_USER, TICK));
		assertThat(usage.delta(Column.CPU_USER)).isNull();
		assertThat(usage.belowResolution(Column.CPU_USER)).isEqualTo(TICK);
		assertThat(usage.reason(Column.CPU_USER)).isNull();
	}

	@Test
	void timeOfOneTickIsAValue() {
		ProcessUsage usage = usage(row(Column.CPU_USER, TICK), row(Column.CPU_USER, 2 * TICK));
		assertThat(usage.delta(Column.CPU_USER)).isEqualTo(TICK);
		assertThat(usage.belowResolution(Column.CPU_USER)).isNull();
	}

	@Test
	void counterThatDecreasedIsUnknown() {
		ProcessUsage usage = usage(row(Column.DISK_READ_CALLS, 5, Column.CPU_USER, 3 * TICK),
				row(Column.DISK_READ_CALLS, 4, Column.CPU_USER, TICK));
		assertThat(usage.delta(Column.DISK_READ_CALLS)).isNull();
		assertThat(usage.reason(Column.DISK_READ_CALLS)).isEqualTo("the counter decreased between start and end");
		assertThat(usage.delta(Column.CPU_USER)).isNull();
		assertThat(usage.belowResolution(Column.CPU_USER)).isNull();
		assertThat(usage.reason(Column.CPU_USER)).isEqualTo("the counter decreased between start and end");
	}

	@Test
	void slowCounterIsTheDifferenceOfTheFirstAndTheLastSample() {
		append(row(Column.CONTEXT_SWITCHES_VOLUNTARY, 100));
		append(row());
		append(row(Column.CONTEXT_SWITCHES_VOLUNTARY, 130));
		append(row(Column.CONTEXT_SWITCHES_VOLUNTARY, 150));
		ProcessUsage usage = usage(row(), row(), samples());
		assertThat(usage.delta(Column.CONTEXT_SWITCHES_VOLUNTARY)).isEqualTo(50);
	}

	@Test
	void slowCounterNeedsTwoSamples() {
		append(row(Column.CONTEXT_SWITCHES_VOLUNTARY, 100));
		ProcessUsage usage = usage(row(), row(), samples());
		assertThat(usage.delta(Column.CONTEXT_SWITCHES_VOLUNTARY)).isNull();
		assertThat(usage.reason(Column.CONTEXT_SWITCHES_VOLUNTARY))
			.isEqualTo("needs two readings, but the invocation had fewer");
		assertThat(usage(row(), row()).reason(Column.CONTEXT_SWITCHES_VOLUNTARY))
			.isEqualTo("needs two readings, but the invocation had fewer");
	}

	@Test
	void edgesTakePrecedenceOverSamples() {
		append(row(Column.DISK_READ_CALLS, 6));
		append(row(Column.DISK_READ_CALLS, 7));
		ProcessUsage usage = usage(row(Column.DISK_READ_CALLS, 5), row(Column.DISK_READ_CALLS, 12), samples());
		assertThat(usage.delta(Column.DISK_READ_CALLS)).isEqualTo(7);
	}

	@Test
	void counterIsUnknownWhenBothEdgesShareOneReading() {
		Reading shared = new Reading(START, row(Column.DISK_READ_CALLS, 5, Column.MEMORY_RSS, 70));
		ProcessUsage usage = new ProcessUsage(this.catalog, shared, shared, null);
		assertThat(usage.delta(Column.DISK_READ_CALLS)).isNull();
		assertThat(usage.belowResolution(Column.CPU_USER)).isNull();
		assertThat(usage.reason(Column.DISK_READ_CALLS))
			.isEqualTo("start and end share one reading because of the CPU budget for edge readings");
		assertThat(usage.peak(Column.MEMORY_RSS)).isEqualTo(new ProcessUsage.Peak(70L, 70L, 70, 70L));
		assertThat(usage.max(Column.MEMORY_RSS)).isEqualTo(70);
	}

	@Test
	void largestValueIsThatOfEdgesAndSamples() {
		append(row(Column.MEMORY_RSS, 90));
		SampleAggregate samples = new SampleAggregate(this.catalog, 4);
		samples.add(this.ring, 0, 1);
		Reading start = new Reading(START, row(Column.MEMORY_RSS, 70));
		assertThat(new ProcessUsage(this.catalog, start, null, samples).max(Column.MEMORY_RSS)).isEqualTo(90);
		assertThat(new ProcessUsage(this.catalog, null, start, null).max(Column.MEMORY_RSS)).isEqualTo(70);
		assertThat(new ProcessUsage(this.catalog, null, null, null).max(Column.MEMORY_RSS)).isEqualTo(Column.ABSENT);
		assertThat(new ProcessUsage(this.catalog, start, start, samples).max(Column.MEMORY_LIB))
			.isEqualTo(Column.ABSENT);
	}

	@Test
	void gaugeHasPeaksOverEdgesAlone() {
		ProcessUsage usage = usage(row(Column.MEMORY_RSS, 30), row(Column.MEMORY_RSS, 10));
		assertThat(usage.peak(Column.MEMORY_RSS)).isEqualTo(new Peak(30L, 30L, 20.0, 10L));
		assertThat(usage.reason(Column.MEMORY_RSS)).isNull();
	}

	@Test
	void gaugeHasPeaksOverEdgesAndSamples() {
		append(row(Column.MEMORY_RSS, 100));
		append(row(Column.MEMORY_RSS, 20));
		ProcessUsage usage = usage(row(Column.MEMORY_RSS, 30), row(Column.MEMORY_RSS, 10), samples());
		assertThat(usage.peak(Column.MEMORY_RSS)).isEqualTo(new Peak(30L, 100L, 40.0, 10L));
	}

	@Test
	void slowGaugeHasNoStartAndNoEnd() {
		append(row(Column.MEMORY_PSS, 100));
		append(row());
		append(row(Column.MEMORY_PSS, 50));
		ProcessUsage usage = usage(row(), row(), samples());
		assertThat(usage.peak(Column.MEMORY_PSS)).isEqualTo(new Peak(null, 100L, 75.0, null));
	}

	@Test
	void gaugeWithOneEdgeHasPeaks() {
		assertThat(new ProcessUsage(this.catalog, null, new Reading(END, row(Column.MEMORY_RSS, 10)), null)
			.peak(Column.MEMORY_RSS)).isEqualTo(new Peak(null, 10L, 10.0, 10L));
		assertThat(new ProcessUsage(this.catalog, new Reading(START, row(Column.MEMORY_RSS, 10)), null, null)
			.peak(Column.MEMORY_RSS)).isEqualTo(new Peak(10L, 10L, 10.0, null));
	}

	@Test
	void gaugeOfZeroIsAValue() {
		assertThat(usage(row(Column.MEMORY_RSS, 0), row(Column.MEMORY_RSS, 0)).peak(Column.MEMORY_RSS))
			.isEqualTo(new Peak(0L, 0L, 0.0, 0L));
	}

	@Test
	void gaugeThatWasNotReadHasAReason() {
		ProcessUsage usage = usage(row(), row());
		assertThat(usage.peak(Column.MEMORY_RSS)).isNull();
		assertThat(usage.reason(Column.MEMORY_RSS)).isEqualTo("not read during the invocation");
	}

	@Test
	void percentComesInPercent() {
		ProcessUsage usage = usage(row(Column.MEMORY_PERCENT, 12_500), row(Column.MEMORY_PERCENT, 25_000));
		assertThat(usage.peak(Column.MEMORY_PERCENT)).isEqualTo(new Peak(12.5, 25.0, 18.75, 25.0));
	}

	@Test
	void rateHasItsMeanFromTheEdges() {
		// 30 ms + 20 ms of CPU in 100 ms.
		long[] start = row(Column.CPU_USER, 0, Column.CPU_SYSTEM, 0);
		long[] end = row(Column.CPU_USER, 3 * TICK, Column.CPU_SYSTEM, 2 * TICK);
		assertThat(usage(start, end).peak(Column.CPU_PERCENT)).isEqualTo(new Peak(null, null, 50.0, null));
		append(row(Column.CPU_PERCENT, 10_000));
		append(row(Column.CPU_PERCENT, 90_000));
		append(row(Column.CPU_PERCENT, 20_000));
		assertThat(usage(start, end, samples()).peak(Column.CPU_PERCENT)).isEqualTo(new Peak(10.0, 90.0, 50.0, 20.0));
	}

	@Test
	void rateWithoutEdgesHasItsMeanFromTheSamples() {
		append(row(Column.CPU_PERCENT, 10_000));
		append(row(Column.CPU_PERCENT, 90_000));
		assertThat(new ProcessUsage(this.catalog, null, null, samples()).peak(Column.CPU_PERCENT))
			.isEqualTo(new Peak(10.0, 90.0, 50.0, 90.0));
	}

	@Test
	void rateBelowTheResolutionIsUnknown() {
		long[] still = row(Column.CPU_USER, TICK, Column.CPU_SYSTEM, TICK);
		ProcessUsage usage = usage(still, still);
		assertThat(usage.peak(Column.CPU_PERCENT)).isNull();
		assertThat(usage.reason(Column.CPU_PERCENT)).isEqualTo(
				"the invocation had fewer than two samples, and its duration or CPU time was too small for the resolution of the CPU clock");
	}

	@Test
	void hasTheReasonOfAnUnavailableColumn() {
		ProcessUsage usage = usage(row(Column.MEMORY_LIB, 0, Column.FILES_OPEN, 3),
				row(Column.MEMORY_LIB, 0, Column.FILES_OPEN, 3));
		assertThat(usage.peak(Column.FILES_OPEN)).isNull();
		assertThat(usage.reason(Column.FILES_OPEN)).isEqualTo("the test has no files.open");
		assertThat(usage.peak(Column.MEMORY_LIB)).isNull();
		assertThat(usage.reason(Column.MEMORY_LIB)).isEqualTo("constant: the test says so");
	}

	@Test
	void isUnknownWithoutAnyReading() {
		ProcessUsage usage = new ProcessUsage(this.catalog, null, null, null);
		for (Column column : Column.values()) {
			assertThat(usage.delta(column)).isNull();
			assertThat(usage.belowResolution(column)).isNull();
			assertThat(usage.peak(column)).isNull();
			assertThat(usage.reason(column) != null).as(column.label()).isEqualTo(column != Column.ELAPSED);
		}
		assertThat(usage.threads(5)).isNull();
	}

	@Test
	void everyColumnHasEitherAValueOrABoundOrAReason() {
		Random random = new Random(11);
		for (int round = 0; round < 3000; round++) {
			for (int i = random.nextInt(4); i > 0; i--) {
				append(randomRow(random));
			}
			Reading start = random.nextInt(5) > 0 ? new Reading(START, randomRow(random)) : null;
			Reading end = random.nextInt(5) > 0 ? new Reading(END, randomRow(random)) : null;
			ProcessUsage usage = new ProcessUsage(this.catalog, start, end, random.nextBoolean() ? samples() : null);
			for (Column column : Column.values()) {
				if (column.kind() == Column.Kind.INSTANT) {
					continue;
				}
				Object value = (column.kind() == Column.Kind.COUNTER) ? usage.delta(column) : usage.peak(column);
				int said = ((value != null) ? 1 : 0) + ((usage.belowResolution(column) != null) ? 1 : 0)
						+ ((usage.reason(column) != null) ? 1 : 0);
				assertThat(said).as("%s in round %d", column.label(), round).isEqualTo(1);
			}
		}
	}

	@Test
	void hasTheBusiestThreadsBetweenTheFirstAndTheLastReading() {
		append(row(), new ThreadTimes(List.of(thread(1, 10), thread(2, 0))));
		append(row(), null);
		append(row(), new ThreadTimes(List.of(thread(1, 15), thread(2, 10), thread(3, 7))));
		ProcessUsage usage = usage(row(), row(), samples());
		assertThat(usage.threads(5)).containsExactly(thread(2, 10), thread(3, 7), thread(1, 5));
		assertThat(usage.threads(2)).containsExactly(thread(2, 10), thread(3, 7));
		assertThat(usage.threads(0)).isEmpty();
	}

	@Test
	void hasNoThreadsAfterOneReading() {
		append(row(), new ThreadTimes(List.of(thread(1, 10))));
		append(row(), null);
		assertThat(usage(row(), row(), samples()).threads(5)).isNull();
		assertThat(usage(row(), row()).threads(5)).isNull();
	}

	private static ThreadTime thread(long id, long nanos) {
		return new ThreadTime(id, 0, "thread " + id, nanos, 0);
	}

	private ProcessUsage usage(long[] start, long[] end) {
		return usage(start, end, null);
	}

	private ProcessUsage usage(long[] start, long[] end, SampleAggregate samples) {
		return new ProcessUsage(this.catalog, new Reading(START, start), new Reading(END, end), samples);
	}

	private SampleAggregate samples() {
		SampleAggregate aggregate = new SampleAggregate(this.catalog, 8);
		aggregate.add(this.ring, Math.max(0, this.ring.position() - 4), this.ring.position());
		return aggregate;
	}

	private void append(long[] row) {
		append(row, null);
	}

	private void append(long[] row, ThreadTimes threads) {
		this.ring.append(START, row, threads);
	}

	private static long[] row(Object... columnsAndValues) {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		for (int i = 0; i < columnsAndValues.length; i += 2) {
			row[((Column) columnsAndValues[i]).ordinal()] = ((Number) columnsAndValues[i + 1]).longValue();
		}
		return row;
	}

	private long[] randomRow(Random random) {
		long[] row = row();
		Map<Column, ColumnStatus> statuses = this.catalog.statuses();
		for (Column column : Column.values()) {
			boolean offered = statuses.get(column).availability() != Availability.UNAVAILABLE;
			if (offered && random.nextInt(4) > 0) {
				row[column.ordinal()] = random.nextInt(4) * TICK;
			}
		}
		return row;
	}

}
