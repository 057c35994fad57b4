package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.github.resourcemonitor.sampling.ManualClock;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.sampling.ThreadTimes;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.TestShares;

/**
 * A record with known values, for assertions on complete output.
 */
public final class KnownRecord {

	private static final long MILLI = 1_000_000;

	private final FakeSource source = new FakeSource();

	private final ManualClock clock = new ManualClock();

	private final Failures failures = new Failures();

	private FairShare share = TestShares.of(125 * MILLI, 3, 40,
			Map.of(Column.DISK_READ_BYTES, 512L, Column.NETWORK_SENT, 0L));

	KnownRecord share(FairShare share) {
		this.share = share;
		return this;
	}

	public InvocationRecord build() {
		this.source.edge(Column.CPU_USER, Column.CPU_SYSTEM, Column.THREADS, Column.MEMORY_RSS, Column.DISK_READ_BYTES,
				Column.CPU_THROTTLED);
		this.source.slow(Column.MEMORY_PSS);
		this.source.resolution(Column.CPU_USER, 10 * MILLI).resolution(Column.CPU_SYSTEM, 10 * MILLI);
		this.source.judge(Column.CPU_THROTTLED, Availability.CONSTANT);
		FakeSource.Part threads = this.source.threads(new ThreadTimes(List.of()));
		ColumnCatalog catalog = ColumnCatalog.probe(this.source, this.failures);
		ManualSampler hand = new ManualSampler(this.source, catalog, this.clock, this.failures);
		long startNanos = this.clock.getAsLong();
		Reading start = reading(1000, 500, 10, 1000, 5000);
		SampleWindow window = hand.sampler().open();
		this.clock.advance(100 * MILLI);
		set(1020, 500, 12, 4000, 300);
		threads.threads(new ThreadTimes(List.of(new ThreadTime(7, 1, "main", 100, 50))));
		hand.tick(1);
		this.clock.advance(100 * MILLI);
		set(1070, 500, 11, 2000, 400);
		threads.threads(
				new ThreadTimes(List.of(new ThreadTime(7, 1, "main", 120, 50), new ThreadTime(8, 2, "worker", 40, 5))));
		hand.tick(1);
		this.clock.advance(50 * MILLI);
		SampleAggregate samples = hand.sampler().close(window);
		Reading end = reading(1100, 505, 10, 2000, 5600);
		Map<String, Long> statuses = new LinkedHashMap<>();
		statuses.put("503", 2L);
		statuses.put("200", 1L);
		return new InvocationRecord(1, "abc-0", "thumbnail", null,
				new FunctionIdentity("images", "images-00007", "abc", true), new TraceContext("4bf92f", "00f067"),
				Instant.parse("2026-11-23T04:05:06.789Z"), 250 * MILLI, Outcome.ERROR, "java.io.IOException", 1234L,
				new Concurrency(3, 1.5), new OwnUsage(null, 4096L, 1, "it went on", 10 * MILLI), this.share,
				new NestedUsage(2, 11L, 22L), new ProcessUsage(catalog, start, end, samples),
				List.of(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 3, 1, 77L, 1, 2, 500L, 300L),
						new ServiceCallUsage("storage", "list", CallDirection.NONE, 1, 0, null, 0, 0, null, null,
								new ServiceCallUsage.Requests(3, 2, 0, 99, statuses))),
				samples.series(startNanos, hand.sampler().intervalNanos()), new MonitorCost(55, 6));
	}

	private void set(long userMillis, long systemMillis, long threads, long resident, long proportional) {
		this.source.set(Column.CPU_USER, userMillis * MILLI)
			.set(Column.CPU_SYSTEM, systemMillis * MILLI)
			.set(Column.THREADS, threads)
			.set(Column.MEMORY_RSS, resident)
			.set(Column.MEMORY_PSS, proportional)
			.set(Column.DISK_READ_BYTES, 5000);
	}

	private Reading reading(long userMillis, long systemMillis, long threads, long resident, long read) {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		row[Column.CPU_USER.ordinal()] = userMillis * MILLI;
		row[Column.CPU_SYSTEM.ordinal()] = systemMillis * MILLI;
		row[Column.THREADS.ordinal()] = threads;
		row[Column.MEMORY_RSS.ordinal()] = resident;
		row[Column.DISK_READ_BYTES.ordinal()] = read;
		row[Column.CPU_THROTTLED.ordinal()] = 0;
		return new Reading(this.clock.getAsLong(), row);
	}

}
