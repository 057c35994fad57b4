package io.github.resourcemonitor.stress;

import java.time.Instant;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.share.Concurrency;

/**
 * Records for the tests, and what they have in common.
 */
final class Records {

	static final FunctionIdentity FUNCTION = new FunctionIdentity("function", null, "i", false);

	/**
	 * A catalog in which no column can be read.
	 */
	static final ColumnCatalog NO_COLUMNS = ColumnCatalog.probe(new ResourceSource() {

		@Override
		public List<ResourceReader> open() {
			return List.of();
		}

		@Override
		public String reasonForMissing(Column column) {
			return "not part of the test";
		}

	}, new Failures());

	private static final SampleSeries SAMPLES = new SampleSeries(1, List.of(Column.THREADS), new long[1],
			new long[1][1]);

	/**
	 * The size of the samples of a record that has some.
	 */
	static final long SAMPLES_BYTES = SAMPLES.sizeInBytes();

	private Records() {
	}

	static InvocationRecord of(long sequence) {
		return of(sequence, "handler", Outcome.SUCCESS, 0, false);
	}

	static InvocationRecord withSamples(long sequence) {
		return of(sequence, "handler", Outcome.SUCCESS, 0, true);
	}

	static InvocationRecord of(String handler, Outcome outcome, long durationNanos) {
		return of(1, handler, outcome, durationNanos, false);
	}

	private static InvocationRecord of(long sequence, String handler, Outcome outcome, long durationNanos,
			boolean samples) {
		return new InvocationRecord(sequence, null, handler, null, FUNCTION, null, Instant.EPOCH, durationNanos,
				outcome, null, null, new Concurrency(1, 1), new OwnUsage(1L, 1L, 1, null, 0), null, NestedUsage.NONE,
				new ProcessUsage(NO_COLUMNS, null, null, null), List.of(), samples ? SAMPLES : null,
				new MonitorCost(0, 0));
	}

}
