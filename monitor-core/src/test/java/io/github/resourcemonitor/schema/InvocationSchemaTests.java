package io.github.resourcemonitor.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.share.Concurrency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests that records conform to the JSON Schema in the jar.
 */
class InvocationSchemaTests {

	private static final long TICK = 10_000_000;

	private static final Schema SCHEMA = schema();

	private final JsonMapper json = JsonMapper.builder().build();

	private final RecordJson writer = new RecordJson();

	private static Schema schema() {
		try (InputStream file = RecordSchema.class
			.getResourceAsStream("/META-INF/resource-monitor/invocation-1.schema.json")) {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("records")
	void recordOfEachKindIsValid(String kind, InvocationRecord record) {
		assertThat(validate(record, false)).isEmpty();
		assertThat(validate(record, true)).isEmpty();
	}

	static Stream<Arguments> records() {
		ServiceCallUsage.Requests requests = new ServiceCallUsage.Requests(3, 2, 5, 99, Map.of("503", 2L, "OK", 1L));
		return Stream.of(arguments("minimal", TestRecords.sequence(2).build()),
				arguments("full, with samples", new KnownRecord().build()),
				arguments("nested", TestRecords.sequence(3).parentId("i-1").build()),
				arguments("error", TestRecords.sequence(4).outcome(Outcome.ERROR).build()),
				arguments("cancelled", TestRecords.sequence(5).outcome(Outcome.CANCELLED).build()),
				arguments("with peaks", TestRecords.sequence(6).process(4000, 5, 6).build()),
				arguments("with samples", TestRecords.sequence(7).samples(3).build()),
				arguments("gVisor", with(new OwnUsage(null, 600L, 1, null, TICK), gVisor())),
				arguments("virtual threads",
						with(new OwnUsage(5L, 6L, new OwnUsage.Estimate(7, 9, 8), 1, "virtual threads", 0), none())),
				arguments("service calls", TestRecords.sequence(8)
					.serviceCalls(
							new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 3, 0, 77L, 0, 0, 500L, 300L,
									requests),
							new ServiceCallUsage("db", "query", CallDirection.NONE, 1, 1, null, 0, 0, null, null))
					.build()));
	}

	private static InvocationRecord with(OwnUsage own, ProcessUsage process) {
		InvocationRecord record = TestRecords.sequence(9).build();
		return new InvocationRecord(9, null, "handler", null, record.function(), null, record.start(), 1000,
				Outcome.SUCCESS, null, null, new Concurrency(2, 1.25), own, null, new NestedUsage(1, null, 3L), process,
				List.of(), null, new MonitorCost(1, 2));
	}

	private static ProcessUsage none() {
		return new ProcessUsage(ColumnCatalog.probe(new FakeSource(), new Failures()), null, null, null);
	}

	/**
	 * CPU with a resolution of 10 ms, with one counter below it; the other columns are
	 * always 0 on gVisor.
	 */
	private static ProcessUsage gVisor() {
		FakeSource source = new FakeSource();
		source.edge(Column.CPU_USER, Column.CPU_SYSTEM, Column.FAULTS_MINOR);
		source.resolution(Column.CPU_USER, TICK).resolution(Column.CPU_SYSTEM, TICK);
		source.judge(Column.CPU_USER, Availability.ESTIMATED);
		source.judge(Column.FAULTS_MINOR, Availability.CONSTANT);
		long[] start = new long[Column.COUNT];
		long[] end = new long[Column.COUNT];
		end[Column.CPU_USER.ordinal()] = 2 * TICK;
		return new ProcessUsage(ColumnCatalog.probe(source, new Failures()), new Reading(0, start),
				new Reading(100 * TICK, end), null);
	}

	@Test
	void fixturesHaveWhatTheirNamesSay() {
		Map<String, JsonNode> documents = new LinkedHashMap<>();
		records().forEach((arguments) -> documents.put((String) arguments.get()[0],
				document((InvocationRecord) arguments.get()[1], true)));
		JsonNode gVisor = documents.get("gVisor");
		assertThat(gVisor.get("resolutionNanos")).hasSize(3);
		assertThat(gVisor.get("belowResolution")).hasSize(2);
		assertThat(gVisor.get("unavailable").toString()).contains("constant: ");
		assertThat(documents.get("virtual threads").get("own").has("estimatedCpuNanos")).isTrue();
		assertThat(documents.get("service calls").get("serviceCalls").get(0).get("statuses")).hasSize(2);
		assertThat(documents.get("nested").has("parentId")).isTrue();
		assertThat(documents.get("full, with samples").get("samples").get("rows")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void anyRecordIsValid(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 50; i++) {
			assertThat(validate(RandomRecords.record(random), true)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "own", "process", "process/memory", "process/memory/rssBytes", "serviceCalls/0",
			"serviceCalls/1/statuses/0", "unavailable/0", "samples" })
	void keyThatIsNotInTheSchemaIsRefused(String place) {
		JsonNode document = document(new KnownRecord().build(), true);
		JsonNode object = place.isEmpty() ? document : document.at("/" + place);
		((ObjectNode) object).put("undocumented", 1);
		assertThat(SCHEMA.validate(document)).hasSize(1)
			.allSatisfy((error) -> assertThat(error.getMessage()).contains("undocumented"));
	}

	@Test
	void missingKeysAndOtherTypesAreRefused() {
		ObjectNode document = (ObjectNode) document(TestRecords.sequence(1).build(), true);
		document.remove("handler");
		document.put("sequence", "one");
		document.put("outcome", "MAYBE");
		document.put("durationNanos", -1);
		assertThat(SCHEMA.validate(document)).hasSize(4);
	}

	private List<Error> validate(InvocationRecord record, boolean samples) {
		return SCHEMA.validate(document(record, samples));
	}

	private JsonNode document(InvocationRecord record, boolean samples) {
		return this.json.readTree(this.writer.toBytes(record, samples));
	}

}
