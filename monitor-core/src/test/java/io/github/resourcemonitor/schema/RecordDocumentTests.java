package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

public class RecordDocumentTests {

	private static final long MILLI = 1_000_000;

	private final JsonMapper json = JsonMapper.builder().build();

	@Test
	void hasTheKeysOfTheContract() {
		Map<String, Object> document = RecordDocument.of(new KnownRecord().build(), true);
		Map<?, ?> unavailable = (Map<?, ?>) document.remove("unavailable");
		assertThat(this.json.writeValueAsString(document)).isEqualTo(this.json.readTree("""
				{
				  "schema": "resource-monitor/invocation/1",
				  "id": "abc-1",
				  "sequence": 1,
				  "parentId": "abc-0",
				  "handler": "thumbnail",
				  "function": { "name": "images", "revision": "images-00007", "instance": "abc" },
				  "trace": { "traceId": "4bf92f", "spanId": "00f067" },
				  "start": "2026-11-23T04:05:06.789Z",
				  "durationNanos": 250000000,
				  "outcome": "ERROR",
				  "error": "java.io.IOException",
				  "coldStart": true,
				  "initNanos": 1234,
				  "concurrency": { "max": 3, "mean": 1.5 },
				  "own": {
				    "allocatedBytes": 4096, "threads": 1, "complete": false, "incompleteReason": "it went on"
				  },
				  "nested": { "count": 2, "cpuNanos": 11, "allocatedBytes": 22 },
				  "share": {
				    "wallNanos": 125000000, "cpuNanos": 43, "disk": { "readBytes": 512 }, "network": { "sentBytes": 0 }
				  },
				  "process": {
				    "cpu": {
				      "userNanos": 100000000,
				      "percent": { "start": 50.0, "max": 50.0, "mean": 42.0, "end": 50.0 }
				    },
				    "threads": {
				      "start": 10, "max": 12, "mean": 10.75, "end": 10,
				      "busiest": [
				        { "id": 8, "name": "worker", "userNanos": 40, "systemNanos": 5 },
				        { "id": 7, "name": "main", "userNanos": 20 }
				      ]
				    },
				    "memory": {
				      "rssBytes": { "start": 1000, "max": 4000, "mean": 2250, "end": 2000 },
				      "pssBytes": { "max": 400, "mean": 350 }
				    },
				    "disk": { "readBytes": 600 }
				  },
				  "serviceCalls": [
				    {
				      "service": "storage", "operation": "get", "direction": "DOWNLOAD", "count": 3, "errors": 1,
				      "bytes": 77, "unmeasured": 1, "open": 2, "durationNanos": 500, "maxNanos": 300
				    },
				    { "service": "storage", "operation": "list", "direction": "NONE", "count": 1, "errors": 0,
				      "wireSentBytes": 0, "wireReceivedBytes": 99, "attempts": 3, "retries": 2,
				      "statuses": { "503": 2, "200": 1 } }
				  ],
				  "transfers": { "calls": 4, "downloadBytes": 77, "uploadBytes": 0, "unmeasured": 1 },
				  "samples": {
				    "intervalMillis": 100.0,
				    "columns": [ "timeNanos", "cpu.userNanos", "cpu.systemNanos", "cpu.percent", "threads",
				                 "memory.rssBytes", "memory.pssBytes", "disk.readBytes" ],
				    "rows": [
				      [ 100000000, 1020000000, 500000000, null, 12, 4000, 300, 5000 ],
				      [ 200000000, 1070000000, 500000000, 50.0, 11, 2000, 400, 5000 ]
				    ]
				  },
				  "resolutionNanos": {
				    "own.cpuNanos": 10000000, "cpu.userNanos": 10000000, "cpu.systemNanos": 10000000
				  },
				  "belowResolution": { "cpu.systemNanos": 10000000, "own.cpuNanos": 10000000 },
				  "monitor": { "cpuNanos": 55, "dropped": 6 }
				}
				""").toString());
		assertThat(unavailable.get("cpu.throttledNanos")).isEqualTo("constant: the test says so");
		assertThat(unavailable.get("memory.ussBytes")).isEqualTo("the test has no memory.ussBytes");
		Set<Column> known = EnumSet.of(Column.CPU_USER, Column.CPU_SYSTEM, Column.CPU_PERCENT, Column.THREADS,
				Column.MEMORY_RSS, Column.MEMORY_PSS, Column.DISK_READ_BYTES);
		assertThat(unavailable).hasSize(Column.COUNT - known.size());
		known.forEach((column) -> assertThat(unavailable.containsKey(column.label())).isFalse());
	}

	@Test
	void saysWhyAShareIsUnknown() {
		Map<String, Object> document = RecordDocument.of(new KnownRecord().share(TestShares.ofWallTime(7)).build(),
				true);
		assertThat(document).containsEntry("share", Map.of("wallNanos", 7L))
			.extractingByKey("unavailable", InstanceOfAssertFactories.MAP)
			.containsEntry("share", "the process was not read anew between start and end");
	}

	@Test
	void leavesOutWhatIsUnknown() {
		InvocationRecord record = new InvocationRecord(2, null, "handler",
				new FunctionIdentity(null, null, "abc", false), null, Instant.EPOCH, 5, Outcome.SUCCESS, null, null,
				new Concurrency(1, 1), new OwnUsage(7L, null, 1, null, 0), null, new NestedUsage(0, 0L, 0L),
				new ProcessUsage(ColumnCatalog.probe(new FakeSource(), new Failures()), null, null, null), List.of(),
				null, new MonitorCost(0, 0));
		Map<String, Object> document = RecordDocument.of(record, true);
		Map<?, ?> unavailable = (Map<?, ?>) document.remove("unavailable");
		assertThat(this.json.writeValueAsString(document)).isEqualTo(this.json.readTree("""
				{
				  "schema": "resource-monitor/invocation/1",
				  "id": "abc-2",
				  "sequence": 2,
				  "handler": "handler",
				  "function": { "instance": "abc" },
				  "start": "1970-01-01T00:00:00Z",
				  "durationNanos": 5,
				  "outcome": "SUCCESS",
				  "coldStart": false,
				  "concurrency": { "max": 1, "mean": 1.0 },
				  "own": { "cpuNanos": 7, "threads": 1, "complete": true },
				  "process": {},
				  "serviceCalls": [],
				  "transfers": { "calls": 0, "downloadBytes": 0, "uploadBytes": 0 },
				  "monitor": { "cpuNanos": 0, "dropped": 0 }
				}
				""").toString());
		assertThat(unavailable.get("threads.busiest"))
			.isEqualTo("needs two looks at the threads; the invocation had fewer");
	}

	@Test
	void hasSamplesOnlyWhereTheyAreAskedFor() {
		InvocationRecord record = new KnownRecord().build();
		Map<String, Object> with = new LinkedHashMap<>(RecordDocument.of(record, true));
		assertThat(with.remove("samples")).isNotNull();
		assertThat(RecordDocument.of(record, false)).isEqualTo(with);
		assertThat(RecordDocument.of(record.withoutSamples(), true)).isEqualTo(with);
	}

	@Test
	void givesOneReasonForTheSocketsOfAllStates() {
		FakeSource source = new FakeSource();
		for (Column column : EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING)) {
			source.slow(column);
			source.set(column, 1);
		}
		ColumnCatalog catalog = ColumnCatalog.probe(source, new Failures());
		Map<String, Object> document = RecordDocument.of(record(new ProcessUsage(catalog, null, null, null)), false);
		Map<?, ?> unavailable = (Map<?, ?>) document.get("unavailable");
		assertThat(unavailable.get("network.sockets")).isEqualTo("not read during the invocation");
		assertThat(unavailable.keySet()).noneMatch((key) -> key.toString().startsWith("network.sockets."));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void putsEachColumnInExactlyOnePlace(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			ProcessUsage usage = randomUsage(random);
			Map<String, Object> document = RecordDocument.of(record(usage), false);
			Set<String> process = new TreeSet<>();
			Set<String> unavailable = keys(document, "unavailable");
			Set<String> below = keys(document, "belowResolution");
			for (Column column : Column.values()) {
				if (has(document.get("process"), column)) {
					process.add(column.label());
				}
				int places = (process.contains(column.label()) ? 1 : 0) + (unavailable.contains(column.label()) ? 1 : 0)
						+ (below.contains(column.label()) ? 1 : 0);
				boolean recordedInstant = column.kind() == Column.Kind.INSTANT
						&& usage.catalog().status(column).availability().isRecorded();
				assertThat(places).as(column.label()).isEqualTo(recordedInstant ? 0 : 1);
			}
			assertThat(below).allSatisfy(
					(label) -> assertThat(usage.catalog().status(Column.of(label)).resolutionNanos()).isPositive());
			this.json.writeValueAsString(document);
		}
	}

	private static Set<String> keys(Map<String, Object> document, String section) {
		Set<String> result = new TreeSet<>();
		((Map<?, ?>) document.getOrDefault(section, Map.of())).keySet().forEach((key) -> result.add((String) key));
		if (result.contains("network.sockets")) {
			// Stands for the sockets of all states.
			EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING)
				.forEach((column) -> assertThat(result.add(column.label())).isTrue());
		}
		return result;
	}

	private static boolean has(Object process, Column column) {
		Object value = process;
		for (String name : column.label().split("\\.")) {
			value = (value instanceof Map<?, ?> level) ? level.get(name) : null;
		}
		// The busiest threads live among the figures of the column with that name.
		return (value instanceof Map<?, ?> peak && column == Column.THREADS) ? peak.containsKey("mean") : value != null;
	}

	private static ProcessUsage randomUsage(Random random) {
		FakeSource source = new FakeSource();
		List<Column> readable = new ArrayList<>();
		for (Column column : Column.values()) {
			if (random.nextInt(4) > 0 && column != Column.CPU_PERCENT) {
				readable.add(column);
				if (random.nextInt(8) == 0) {
					source.judge(column, Availability.values()[random.nextInt(4)]);
				}
				if (random.nextInt(4) == 0) {
					source.resolution(column, 10 * MILLI);
				}
			}
		}
		source.edge(readable.toArray(Column[]::new));
		if (random.nextBoolean()) {
			source.threads(new ThreadTimes(List.of()));
		}
		Failures failures = new Failures();
		ColumnCatalog catalog = ColumnCatalog.probe(source, failures);
		ManualClock clock = new ManualClock();
		ManualSampler hand = new ManualSampler(source, catalog, clock, failures);
		SampleWindow window = hand.sampler().open();
		for (int ticks = random.nextInt(4); ticks > 0; ticks--) {
			readable.forEach((column) -> source.set(column, randomValue(random)));
			clock.advance(50 * MILLI);
			hand.tick(1);
		}
		SampleAggregate samples = hand.sampler().close(window);
		return new ProcessUsage(catalog, randomReading(random, 0), randomReading(random, 100 * MILLI),
				random.nextBoolean() ? samples : null);
	}

	private static Reading randomReading(Random random, long nanos) {
		if (random.nextInt(5) == 0) {
			return null;
		}
		long[] row = new long[Column.COUNT];
		for (int i = 0; i < row.length; i++) {
			row[i] = randomValue(random);
		}
		return new Reading(nanos, row);
	}

	private static long randomValue(Random random) {
		return switch (random.nextInt(6)) {
			case 0 -> Column.ABSENT;
			case 1 -> 0;
			case 2 -> random.nextInt(1000);
			default -> random.nextInt(60) * MILLI;
		};
	}

	private static InvocationRecord record(ProcessUsage usage) {
		return new InvocationRecord(1, null, "handler", new FunctionIdentity(null, null, "abc", false), null,
				Instant.EPOCH, 5, Outcome.SUCCESS, null, null, new Concurrency(1, 1), new OwnUsage(7L, 8L, 1, null, 0),
				null, new NestedUsage(0, 0L, 0L), usage, List.of(), null, new MonitorCost(0, 0));
	}

	@Test
	void writesSamplesAsCsv() {
		assertThat(RecordDocument.csv(new KnownRecord().build()).split("\r\n", -1)).containsExactly(
				"timeNanos,cpu.userNanos,cpu.systemNanos,cpu.percent,threads,memory.rssBytes,memory.pssBytes,"
						+ "disk.readBytes",
				"100000000,1020000000,500000000,,12,4000,300,5000",
				"200000000,1070000000,500000000,50.000,11,2000,400,5000", "");
	}

	@Test
	void writesTheHeaderAloneWithoutSamples() {
		assertThat(RecordDocument.csv(new KnownRecord().build().withoutSamples()))
			.isEqualTo("timeNanos,cpu.userNanos,cpu.systemNanos,cpu.percent,threads,memory.rssBytes,memory.pssBytes,"
					+ "disk.readBytes\r\n");
		assertThat(RecordDocument.csv(TestRecords.sequence(1).build())).isEqualTo("timeNanos\r\n");
	}

	@Test
	void writesARowOfCsvForEachSample() {
		String csv = RecordDocument.csv(TestRecords.sequence(1).samples(7).build());
		assertThat(csv.split("\r\n")).hasSize(8).startsWith("timeNanos,threads", "0,0");
		assertThat(csv).endsWith("\r\n");
		assertThat(csv.replace("\r\n", "")).doesNotContain("\n", "\r");
	}

	/**
	 * A record of which a test can know everything.
	 */
	public static final class KnownRecord {

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
			this.source.edge(Column.CPU_USER, Column.CPU_SYSTEM, Column.THREADS, Column.MEMORY_RSS,
					Column.DISK_READ_BYTES, Column.CPU_THROTTLED);
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
			threads.threads(new ThreadTimes(
					List.of(new ThreadTime(7, 1, "main", 120, 50), new ThreadTime(8, 2, "worker", 40, 5))));
			hand.tick(1);
			this.clock.advance(50 * MILLI);
			SampleAggregate samples = hand.sampler().close(window);
			Reading end = reading(1100, 505, 10, 2000, 5600);
			Map<String, Long> statuses = new LinkedHashMap<>();
			statuses.put("503", 2L);
			statuses.put("200", 1L);
			return new InvocationRecord(1, "abc-0", "thumbnail",
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

}
