package io.github.resourcemonitor.schema;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class LineJsonTests {

	private static final long MILLI = 1_000_000;

	private static final CloudLoggingFields CLOUD_LOGGING = new CloudLoggingFields("my-project");

	private final JsonMapper json = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	private final InvocationRecord known = new KnownRecord().build();

	@Test
	void compactLineHasWhatExplainsABill() {
		assertThat(text(RecordFormat.COMPACT, null, this.known, 0)).isEqualTo(this.json.readTree("""
				{
				  "schema": "resource-monitor/invocation/1",
				  "id": "abc-1",
				  "sequence": 1,
				  "parentId": "abc-0",
				  "handler": "thumbnail",
				  "trace": { "traceId": "4bf92f", "spanId": "00f067" },
				  "start": "2026-11-23T04:05:06.789Z",
				  "durationNanos": 250000000,
				  "outcome": "ERROR",
				  "error": "java.io.IOException",
				  "coldStart": true,
				  "initNanos": 1234,
				  "concurrency": { "max": 3 },
				  "own": { "allocatedBytes": 4096, "complete": false },
				  "nested": { "count": 2, "cpuNanos": 11, "allocatedBytes": 22 },
				  "share": { "wallNanos": 125000000, "cpuNanos": 43 },
				  "process": {
				    "cpu": { "userNanos": 100000000 },
				    "memory": { "rssBytes": { "max": 4000 } },
				    "disk": { "readBytes": 600 }
				  },
				  "serviceCalls": [
				    { "service": "storage", "operation": "get", "count": 3, "errors": 1,
				      "bytes": 77, "unmeasured": 1, "open": 2, "durationNanos": 500 },
				    { "service": "storage", "operation": "list", "count": 1, "errors": 0, "retries": 2 }
				  ],
				  "transfers": { "downloadBytes": 77, "uploadBytes": 0, "unmeasured": 1 },
				  "monitor": { "dropped": 6 }
				}
				""").toString() + "\n");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void compactLineIsAPartOfTheFullOne(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			InvocationRecord record = RandomRecords.record(random);
			JsonNode full = node(RecordFormat.FULL, null, record, 0);
			assertThat(full).isEqualTo(this.json.readTree(new RecordJson().toBytes(record, false)));
			assertPart(node(RecordFormat.COMPACT, null, record, 0), full, "");
		}
	}

	private static void assertPart(JsonNode part, JsonNode whole, String path) {
		assertThat(whole).as(path).isNotNull();
		if (part.isObject()) {
			part.propertyNames().forEach((name) -> assertPart(part.get(name), whole.get(name), path + "." + name));
			List<String> order = new ArrayList<>(whole.propertyNames());
			order.retainAll(part.propertyNames());
			assertThat(part.propertyNames()).as(path).containsExactlyElementsOf(order);
		}
		else if (part.isArray()) {
			assertThat(whole.size()).as(path).isEqualTo(part.size());
			for (int i = 0; i < part.size(); i++) {
				assertPart(part.get(i), whole.get(i), path + "[]");
			}
		}
		else {
			assertThat(part).as(path).isEqualTo(whole);
		}
	}

	@ParameterizedTest
	@EnumSource(RecordFormat.class)
	void linesConformToTheirSchemas(RecordFormat format) {
		Schema schema = schema((format == RecordFormat.COMPACT) ? "invocation-1-compact" : "invocation-1");
		Random random = new Random(5);
		for (int i = 0; i < 30; i++) {
			InvocationRecord record = RandomRecords.record(random);
			assertThat(schema.validate(node(format, null, record, i))).isEmpty();
			assertThat(schema.validate(node(format, CLOUD_LOGGING, record, i))).isEmpty();
		}
		assertThat(schema.validate(node(format, CLOUD_LOGGING, huge(300_000, 2), 3))).isEmpty();
		ObjectNode other = (ObjectNode) node(format, null, this.known, 0);
		other.put("undocumented", 1);
		assertThat(schema.validate(other)).hasSize(1);
	}

	@Test
	void lineOfAnInstanceConformsToItsSchema() {
		Schema schema = schema("instance-1");
		JsonNode line = instance(CLOUD_LOGGING, "images", "x86");
		assertThat(schema.validate(line)).isEmpty();
		assertThat(schema.validate(instance(null, "images", "x86"))).isEmpty();
		((ObjectNode) line).put("undocumented", 1);
		assertThat(schema.validate(line)).hasSize(1);
	}

	private static Schema schema(String name) {
		try (InputStream file = RecordSchema.class
			.getResourceAsStream("/META-INF/resource-monitor/" + name + ".schema.json")) {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void saysHowManyRecordsWereLeftOut() {
		assertThat(node(RecordFormat.COMPACT, null, this.known, 7).at("/output/omitted").longValue()).isEqualTo(7);
		assertThat(node(RecordFormat.FULL, null, this.known, 7).at("/output/omitted").longValue()).isEqualTo(7);
		assertThat(node(RecordFormat.COMPACT, null, this.known, 0).has("output")).isFalse();
	}

	@Test
	void hasTheFieldsOfCloudLogging() {
		JsonNode line = node(RecordFormat.COMPACT, CLOUD_LOGGING, traced(Boolean.TRUE), 0);
		assertThat(line.get("severity").stringValue()).isEqualTo("INFO");
		assertThat(line.get("message").stringValue()).isEqualTo("thumbnail 282 ms, CPU 257 ms, 3.5 MB down in 2 calls");
		assertThat(line.get("logging.googleapis.com/insertId").stringValue()).isEqualTo("i-2")
			.isEqualTo(line.get("id").stringValue());
		assertThat(line.get("logging.googleapis.com/trace").stringValue())
			.isEqualTo("projects/my-project/traces/4bf92f");
		assertThat(line.get("logging.googleapis.com/spanId").stringValue()).isEqualTo("00f067");
		assertThat(line.get("logging.googleapis.com/trace_sampled").booleanValue()).isTrue();
		assertThat(line.get("logging.googleapis.com/labels"))
			.isEqualTo(this.json.readTree("{\"handler\":\"thumbnail\",\"outcome\":\"SUCCESS\"}"));
		assertThat(line.get("schema").stringValue()).isEqualTo(RecordSchema.NAME);
	}

	@Test
	void leavesOutTheTraceWithoutAProject() {
		JsonNode line = node(RecordFormat.COMPACT, new CloudLoggingFields(null), traced(null), 0);
		assertThat(line.propertyNames()).contains("severity", "message", "logging.googleapis.com/insertId")
			.doesNotContain("logging.googleapis.com/trace", "logging.googleapis.com/spanId",
					"logging.googleapis.com/trace_sampled");
		assertThat(line.at("/trace/traceId").stringValue()).isEqualTo("4bf92f");
		assertThat(node(RecordFormat.COMPACT, CLOUD_LOGGING, traced(null), 0).propertyNames())
			.contains("logging.googleapis.com/trace")
			.doesNotContain("logging.googleapis.com/trace_sampled");
	}

	@ParameterizedTest
	@CsvSource({ "SUCCESS, INFO", "ERROR, ERROR", "CANCELLED, INFO", "INTERRUPTED, INFO" })
	void severityIsThatOfTheOutcome(Outcome outcome, String severity) {
		InvocationRecord record = TestRecords.sequence(2).outcome(outcome).build();
		assertThat(node(RecordFormat.FULL, CLOUD_LOGGING, record, 0).get("severity").stringValue()).isEqualTo(severity);
	}

	@Test
	void messageTellsWhatIsUnusual() {
		assertThat(message(this.known)).isEqualTo(
				"thumbnail 250 ms, failed with java.io.IOException, cold start after 0.0 ms, 77 B down in 4 calls");
		assertThat(message(TestRecords.sequence(2).outcome(Outcome.CANCELLED).durationNanos(12_345 * MILLI).build()))
			.isEqualTo("handler 12.3 s, cancelled with java.io.IOException, CPU 0.0 ms");
		assertThat(message(TestRecords.sequence(2)
			.durationNanos(4_260_000)
			.cpuNanos(null)
			.serviceCalls(new ServiceCallUsage("a", "b", CallDirection.NONE, 1, 0, null, 0, 0, 5L, 5L))
			.build())).isEqualTo("handler 4.2 ms, 1 call");
		assertThat(message(TestRecords.sequence(2)
			.cpuNanos(null)
			.serviceCalls(call(CallDirection.DOWNLOAD, 999), call(CallDirection.UPLOAD, 16_594),
					call(CallDirection.UPLOAD, Long.MAX_VALUE / 2))
			.build())).isEqualTo("handler 0.0 ms, 999 B down, 4.6 EB up in 3 calls");
	}

	private static ServiceCallUsage call(CallDirection direction, long bytes) {
		return new ServiceCallUsage("storage", "x", direction, 1, 0, bytes, 0, 0, 5L, 5L);
	}

	private String message(InvocationRecord record) {
		return node(RecordFormat.COMPACT, CLOUD_LOGGING, record, 0).get("message").stringValue();
	}

	@Test
	void instanceHasItsLine() {
		JsonNode line = instance(CLOUD_LOGGING, "images", "x86");
		assertThat(line.get("severity").stringValue()).isEqualTo("INFO");
		assertThat(line.get("message").stringValue())
			.isEqualTo("instance abc of images: 2 processors, 536.8 MB of memory, Java 17.0.1");
		assertThat(line.get("logging.googleapis.com/insertId").stringValue()).isEqualTo("abc-0");
		assertThat(line.get("schema").stringValue()).isEqualTo("resource-monitor/instance/1");
		assertThat(line.get("id").stringValue()).isEqualTo("abc-0");
		assertThat(line.at("/function/name").stringValue()).isEqualTo("images");
		assertThat(line.at("/function/instance").stringValue()).isEqualTo("abc");
		assertThat(line.at("/limits/processors").longValue()).isEqualTo(2);
		assertThat(line.at("/limits/memoryBytes").longValue()).isEqualTo(536_870_912);
		assertThat(line.at("/versions/java").stringValue()).isEqualTo("17.0.1");
		Map<String, JsonNode> columns = new LinkedHashMap<>();
		line.get("columns").forEach((column) -> columns.put(column.get("column").stringValue(), column));
		assertThat(columns).containsKeys("memory.rssBytes", "cpu.userNanos", "own.cpuNanos");
		assertThat(columns.get("cpu.userNanos").get("resolutionNanos").longValue()).isEqualTo(10 * MILLI);
		assertThat(columns.get("cpu.throttledNanos").get("availability").stringValue()).isEqualTo("CONSTANT");
		assertThat(columns.get("memory.ussBytes").get("reason").stringValue())
			.isEqualTo("the test has no memory.ussBytes");
		assertThat(columns.get("own.cpuNanos").get("resolutionNanos").longValue()).isEqualTo(10 * MILLI);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void noValueCanBreakTheLineOrForgeAnother(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			String text = hostile(random);
			String read = replaced(text);
			InvocationRecord record = hostile(random, text);
			RecordFormat format = RecordFormat.values()[random.nextInt(2)];
			JsonNode line = node(format, CLOUD_LOGGING, record, 0);
			assertThat(line.get("handler").stringValue()).isEqualTo(read);
			assertThat(line.get("error").stringValue()).isEqualTo(read);
			assertThat(line.at("/request/route").stringValue()).isEqualTo(read);
			assertThat(line.at("/trace/spanId").stringValue()).isEqualTo(read);
			assertThat(line.at("/serviceCalls/0/operation").stringValue()).isEqualTo(read);
			assertThat(line.get("message").stringValue()).startsWith(read);
			assertThat(line.get("logging.googleapis.com/labels").get("handler").stringValue()).isEqualTo(read);
			assertThat(line.get("outcome").stringValue()).isEqualTo("ERROR");
			JsonNode instance = instance(CLOUD_LOGGING, text, text);
			assertThat(instance.at("/function/name").stringValue()).isEqualTo(read);
			assertThat(instance.at("/host/cpuModel").stringValue()).isEqualTo(read);
		}
	}

	private static String hostile(Random random) {
		String[] pieces = { "\n", "\r", "\u2028", "\u2029", "\u0085", "\u0000", "\u001b[2J", "\"", "\\", "\\\"", "\\n",
				"{", "}", "[", "]", ",", ":", "\ud83d\ude00", "\ud83d", "\ude00", "\u007f", "\ufeff", "\uffff", "</x>",
				"\"}\n{\"schema\":\"resource-monitor/invocation/1\",\"outcome\":\"SUCCESS\"", "Zürich", "日本", "a" };
		StringBuilder text = new StringBuilder();
		for (int count = random.nextInt(12); count >= 0; count--) {
			text.append((random.nextInt(4) > 0) ? pieces[random.nextInt(pieces.length)]
					: String.valueOf((char) random.nextInt(0x10000)));
		}
		return text.toString();
	}

	/**
	 * Return a text with half pairs of surrogates replaced, which UTF-8 does not have.
	 */
	private static String replaced(String text) {
		return text.codePoints()
			.map((point) -> (point >= 0xd800 && point < 0xe000) ? 0xfffd : point)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static InvocationRecord hostile(Random random, String text) {
		InvocationRecord record = RandomRecords.record(random);
		Map<String, Long> statuses = Map.of(text, 1L);
		return new InvocationRecord(record.sequence(), text, text,
				new Origin(Trigger.HTTP, new HandledRequest(text, text, 200)),
				new FunctionIdentity(text, text, text, true), new TraceContext(text, text), Instant.EPOCH, 1,
				Outcome.ERROR, text, null, record.concurrency(), new OwnUsage(1L, 1L, 1, text, 0), null,
				record.nested(), record.process(), List.of(new ServiceCallUsage(text, text, CallDirection.NONE, 1, 0,
						null, 0, 0, 5L, 5L, new ServiceCallUsage.Requests(1, 0, 0, 0, statuses))),
				null, record.monitor());
	}

	@Test
	void longTextsAreCutFirst() {
		String name = "\u0001".repeat(100_000);
		JsonNode line = node(RecordFormat.FULL, CLOUD_LOGGING,
				TestRecords.sequence(2)
					.handler(name)
					.serviceCalls(new ServiceCallUsage("storage", name, CallDirection.NONE, 1, 0, null, 0, 0, 5L, 5L))
					.build(),
				5);
		assertThat(line.get("truncated")).isEqualTo(this.json.readTree("[\"texts\"]"));
		assertThat(line.get("handler").stringValue()).isEqualTo(name.substring(0, 1023) + "\u2026");
		assertThat(line.at("/serviceCalls/0/operation").stringValue()).hasSize(1024);
		assertThat(line.at("/serviceCalls/0/count").longValue()).isEqualTo(1);
		assertThat(line.get("unavailable")).isNotEmpty();
		assertThat(line.at("/output/omitted").longValue()).isEqualTo(5);
	}

	@Test
	void listsAreCutInTheirOrderUntilTheLineFits() {
		assertThat(truncated(huge(1500, 0))).isNull();
		assertThat(truncated(huge(600, 20))).containsExactly("process.threads.busiest", "unavailable",
				"resolutionNanos", "belowResolution", "serviceCalls[].statuses");
		JsonNode line = node(RecordFormat.FULL, CLOUD_LOGGING, huge(20_000, 2), 0);
		assertThat(line.get("truncated")).hasSize(6).last().extracting(JsonNode::stringValue).isEqualTo("serviceCalls");
		assertThat(line.get("serviceCalls").size()).isBetween(500, 19_999);
		assertThat(line.at("/serviceCalls/0/operation").stringValue()).isEqualTo("operation-0");
		assertThat(line.at("/transfers/calls").longValue()).isEqualTo(20_000);
		assertThat(truncated(RecordFormat.COMPACT, huge(20_000, 2))).containsExactly("serviceCalls");
	}

	private List<String> truncated(InvocationRecord record) {
		return truncated(RecordFormat.FULL, record);
	}

	private List<String> truncated(RecordFormat format, InvocationRecord record) {
		JsonNode found = node(format, null, record, 0).get("truncated");
		return (found != null) ? found.valueStream().map(JsonNode::stringValue).toList() : null;
	}

	/**
	 * Return the known record with many service calls.
	 */
	private InvocationRecord huge(int calls, int statuses) {
		Map<String, Long> ends = new LinkedHashMap<>();
		for (int i = 0; i < statuses; i++) {
			ends.put("status-" + i, 1L);
		}
		List<ServiceCallUsage> usages = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			usages.add(new ServiceCallUsage("s", "operation-" + i, CallDirection.NONE, 1, 0, null, 0, 0, null, null,
					(statuses > 0) ? new ServiceCallUsage.Requests(1, 0, 0, 0, ends) : null));
		}
		return withCalls(usages);
	}

	private InvocationRecord withCalls(List<ServiceCallUsage> usages) {
		InvocationRecord record = this.known;
		return new InvocationRecord(record.sequence(), record.parentId(), record.handler(), record.origin(),
				record.function(), record.trace(), record.start(), record.durationNanos(), record.outcome(),
				record.error(), record.initNanos(), record.concurrency(), record.own(), record.share(), record.nested(),
				record.process(), usages, record.samples(), record.monitor());
	}

	@ParameterizedTest
	@EnumSource(RecordFormat.class)
	void noLineIsLongerThanTheLimit(RecordFormat format) {
		String name = "\u0001".repeat(5000);
		List<ServiceCallUsage> usages = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			usages.add(new ServiceCallUsage(name + i, name, CallDirection.NONE, 1, 0, null, 0, 0, 5L, 5L,
					new ServiceCallUsage.Requests(1, 0, 0, 0, Map.of(name, 1L))));
		}
		InvocationRecord record = new InvocationRecord(3, name, name,
				new Origin(Trigger.HTTP, new HandledRequest(name, name, 200)),
				new FunctionIdentity(name, name, name, true), new TraceContext(name, name), Instant.EPOCH, 1,
				Outcome.ERROR, name, 1L, this.known.concurrency(), new OwnUsage(1L, 1L, 1, name, 0), this.known.share(),
				this.known.nested(), this.known.process(), usages, null, this.known.monitor());
		JsonNode line = node(format, CLOUD_LOGGING, record, Long.MAX_VALUE);
		assertThat(line.get("truncated")).isNotEmpty();
		assertThat(line.at("/monitor/dropped").longValue()).isEqualTo(6);
		instance(CLOUD_LOGGING, "\u0001".repeat(200_000), name);
	}

	@Test
	void makesNearlyNoGarbage() {
		LineJson writer = new LineJson(RecordFormat.COMPACT, null);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		InvocationRecord record = traced(null);
		long[] written = new long[1];
		for (int i = 0; i < 3; i++) {
			writer.write(record, 0, (bytes, offset, length) -> written[0] += length);
		}
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 10; i++) {
			writer.write(record, 0, (bytes, offset, length) -> written[0] += length);
		}
		assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 10).isLessThan(4096);
	}

	private static InvocationRecord traced(Boolean sampled) {
		InvocationRecord record = TestRecords.sequence(2)
			.handler("thumbnail")
			.durationNanos(282_123_456)
			.cpuNanos(257_000_000L)
			.serviceCalls(
					new ServiceCallUsage("storage", "download", CallDirection.DOWNLOAD, 1, 0, 3_530_942L, 0, 0, 5L, 5L),
					new ServiceCallUsage("storage", "list", CallDirection.NONE, 1, 0, null, 0, 0, 5L, 5L))
			.build();
		return new InvocationRecord(record.sequence(), null, record.handler(), null, record.function(),
				new TraceContext("4bf92f", "00f067", sampled), record.start(), record.durationNanos(), record.outcome(),
				null, null, record.concurrency(), record.own(), record.share(), record.nested(), record.process(),
				record.serviceCalls(), null, record.monitor());
	}

	private JsonNode instance(CloudLoggingFields fields, String name, String cpuModel) {
		InstanceRecord instance = new InstanceRecord(new FunctionIdentity(name, null, "abc", true), Instant.EPOCH,
				new InstanceRecord.Host("Linux 6.1", "amd64", cpuModel, null),
				new InstanceRecord.Limits(2, 536_870_912L, 100), new InstanceRecord.Versions("1", "17.0.1", "vm"),
				this.known.process().catalog(), 10 * MILLI);
		List<String> lines = new ArrayList<>();
		new LineJson(RecordFormat.COMPACT, fields).write(instance,
				(bytes, offset, length) -> lines.add(checked(bytes, offset, length)));
		assertThat(lines).hasSize(1);
		return this.json.readTree(lines.get(0));
	}

	private JsonNode node(RecordFormat format, CloudLoggingFields fields, InvocationRecord record, long omitted) {
		return this.json.readTree(text(format, fields, record, omitted));
	}

	private String text(RecordFormat format, CloudLoggingFields fields, InvocationRecord record, long omitted) {
		List<String> lines = new ArrayList<>();
		new LineJson(format, fields).write(record, omitted,
				(bytes, offset, length) -> lines.add(checked(bytes, offset, length)));
		assertThat(lines).hasSize(1);
		return lines.get(0);
	}

	/**
	 * Return a line of which no reader makes two.
	 */
	private static String checked(byte[] bytes, int offset, int length) {
		String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
		assertThat(length).isLessThanOrEqualTo(LineJson.MAX_BYTES);
		assertThat(line).endsWith("}\n").doesNotContain("\u2028", "\u2029", "\u0085", "\r");
		assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
		assertThat(line.chars().limit(line.length() - 1).filter((c) -> c < 0x20 || c >= 0x7f && c < 0xa0)).isEmpty();
		return line;
	}

}
