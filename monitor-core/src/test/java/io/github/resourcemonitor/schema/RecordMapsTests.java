package io.github.resourcemonitor.schema;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.TestShares;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class RecordMapsTests {

	private static final long MILLI = 1_000_000;

	private final JsonMapper json = JsonMapper.builder().build();

	@Test
	void hasTheKeysOfTheContract() {
		Map<String, Object> document = RecordMaps.of(new KnownRecord().build(), true);
		Map<String, Object> unavailable = notes(document.remove("unavailable"));
		assertThat(this.json.writeValueAsString(document)).isEqualTo(this.json
			.readTree(
					"""
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
							    "wallNanos": 125000000, "cpuNanos": 43, "cpuErrorNanos": 0, "disk": { "readBytes": 512 }, "network": { "sentBytes": 0 }
							  },
							  "process": {
							    "cpu": {
							      "userNanos": 100000000,
							      "percent": { "start": 50.0, "max": 50.0, "mean": 42.0, "end": 50.0 }
							    },
							    "memory": {
							      "rssBytes": { "start": 1000, "max": 4000, "mean": 2250, "end": 2000 },
							      "pssBytes": { "max": 400, "mean": 350 }
							    },
							    "threads": {
							      "start": 10, "max": 12, "mean": 10.75, "end": 10,
							      "busiest": [
							        { "id": 8, "name": "worker", "userNanos": 40, "systemNanos": 5 },
							        { "id": 7, "name": "main", "userNanos": 20 }
							      ]
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
							      "statuses": [ { "status": "503", "count": 2 }, { "status": "200", "count": 1 } ] }
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
							  "resolutionNanos": [
							    { "column": "own.cpuNanos", "nanos": 10000000 },
							    { "column": "cpu.userNanos", "nanos": 10000000 },
							    { "column": "cpu.systemNanos", "nanos": 10000000 }
							  ],
							  "belowResolution": [
							    { "column": "own.cpuNanos", "nanos": 10000000 },
							    { "column": "cpu.systemNanos", "nanos": 10000000 }
							  ],
							  "monitor": { "cpuNanos": 55, "dropped": 6 }
							}
							""")
			.toString());
		assertThat(unavailable.get("cpu.throttledNanos")).isEqualTo("constant: the test says so");
		assertThat(unavailable.get("memory.ussBytes")).isEqualTo("the test has no memory.ussBytes");
		Set<Column> known = EnumSet.of(Column.CPU_USER, Column.CPU_SYSTEM, Column.CPU_PERCENT, Column.THREADS,
				Column.MEMORY_RSS, Column.MEMORY_PSS, Column.DISK_READ_BYTES);
		assertThat(unavailable).hasSize(Column.COUNT - known.size());
		known.forEach((column) -> assertThat(unavailable.containsKey(column.label())).isFalse());
	}

	@Test
	void saysWhyAShareIsUnknown() {
		Map<String, Object> document = RecordMaps.of(new KnownRecord().share(TestShares.ofWallTime(7)).build(), true);
		assertThat(document).containsEntry("share", Map.of("wallNanos", 7L));
		assertThat(notes(document.get("unavailable"))).containsEntry("share",
				"the process was not read again between start and end");
	}

	@Test
	void leavesOutWhatIsUnknown() {
		InvocationRecord record = new InvocationRecord(2, null, "handler", null,
				new FunctionIdentity(null, null, "abc", false), null, Instant.EPOCH, 5, Outcome.SUCCESS, null, null,
				new Concurrency(1, 1), new OwnUsage(7L, null, 1, null, 0), null, new NestedUsage(0, 0L, 0L),
				new ProcessUsage(ColumnCatalog.probe(new FakeSource(), new Failures()), null, null, null), List.of(),
				null, new MonitorCost(0, 0));
		Map<String, Object> document = RecordMaps.of(record, true);
		Map<String, Object> unavailable = notes(document.remove("unavailable"));
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
		Map<String, Object> with = new LinkedHashMap<>(RecordMaps.of(record, true));
		assertThat(with.remove("samples")).isNotNull();
		assertThat(RecordMaps.of(record, false)).isEqualTo(with);
		assertThat(RecordMaps.of(record.withoutSamples(), true)).isEqualTo(with);
	}

	@Test
	void givesOneReasonForTheSocketsOfAllStates() {
		FakeSource source = new FakeSource();
		for (Column column : EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING)) {
			source.slow(column);
			source.set(column, 1);
		}
		ColumnCatalog catalog = ColumnCatalog.probe(source, new Failures());
		Map<String, Object> document = RecordMaps.of(record(new ProcessUsage(catalog, null, null, null)), false);
		Map<String, Object> unavailable = notes(document.get("unavailable"));
		assertThat(unavailable.get("network.sockets")).isEqualTo("not read during the invocation");
		assertThat(unavailable.keySet()).noneMatch((key) -> key.startsWith("network.sockets."));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void putsEachColumnInExactlyOnePlace(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			ProcessUsage usage = RandomRecords.usage(random);
			Map<String, Object> document = RecordMaps.of(record(usage), false);
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
		Set<String> result = new TreeSet<>(notes(document.getOrDefault(section, List.of())).keySet());
		if (result.contains("network.sockets")) {
			// Represents the sockets of all states.
			EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING)
				.forEach((column) -> assertThat(result.add(column.label())).isTrue());
		}
		return result;
	}

	/**
	 * Return the entries of a list by column.
	 */
	private static Map<String, Object> notes(Object list) {
		Map<String, Object> result = new LinkedHashMap<>();
		for (Object item : (List<?>) list) {
			Map<?, ?> note = (Map<?, ?>) item;
			Object value = (note.get("reason") != null) ? note.get("reason") : note.get("nanos");
			assertThat(note).hasSize(2);
			assertThat(result.put((String) note.get("column"), value)).isNull();
		}
		return result;
	}

	private static boolean has(Object process, Column column) {
		Object value = process;
		for (String name : column.label().split("\\.")) {
			value = (value instanceof Map<?, ?> level) ? level.get(name) : null;
		}
		// The busiest threads are nested in the figures of the column with that name.
		return (value instanceof Map<?, ?> peak && column == Column.THREADS) ? peak.containsKey("mean") : value != null;
	}

	private static InvocationRecord record(ProcessUsage usage) {
		return new InvocationRecord(1, null, "handler", null, new FunctionIdentity(null, null, "abc", false), null,
				Instant.EPOCH, 5, Outcome.SUCCESS, null, null, new Concurrency(1, 1), new OwnUsage(7L, 8L, 1, null, 0),
				null, new NestedUsage(0, 0L, 0L), usage, List.of(), null, new MonitorCost(0, 0));
	}

}
