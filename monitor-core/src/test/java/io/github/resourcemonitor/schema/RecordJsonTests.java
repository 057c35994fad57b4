package io.github.resourcemonitor.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RecordJsonTests {

	private final JsonMapper json = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	private final RecordJson writer = new RecordJson();

	@Test
	void writesTheSameTextAsAJsonMapperMakesOfTheMaps() {
		InvocationRecord record = new KnownRecord().build();
		for (boolean samples : new boolean[] { true, false }) {
			assertThat(text(record, samples)).isEqualTo(this.json.writeValueAsString(RecordMaps.of(record, samples)));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void writesTheValuesOfTheMapsForAnyRecord(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			InvocationRecord record = RandomRecords.record(random);
			Map<String, Object> maps = RecordMaps.of(record, true);
			assertSame(this.json.readTree(this.writer.toBytes(record, true)), maps, "");
			assertThat(this.json.readTree(text(record, false)))
				.isEqualTo(this.json.readTree(this.json.writeValueAsString(RecordMaps.of(record, false))));
		}
	}

	private static void assertSame(JsonNode node, Object value, String path) {
		if (value instanceof Map<?, ?> map) {
			assertThat(node.propertyNames()).as(path)
				.map((name) -> (Object) name)
				.isEqualTo(new ArrayList<>(map.keySet()));
			map.forEach((key, each) -> assertSame(node.get((String) key), each, path + "." + key));
		}
		else if (value instanceof List<?> list) {
			assertThat(node.size()).as(path).isEqualTo(list.size());
			for (int i = 0; i < list.size(); i++) {
				assertSame(node.get(i), list.get(i), path + "[" + i + "]");
			}
		}
		else if (value instanceof String text) {
			assertThat(node.stringValue()).as(path).isEqualTo(text);
		}
		else if (value instanceof Long number) {
			assertThat(node.isIntegralNumber()).as(path).isTrue();
			assertThat(node.longValue()).as(path).isEqualTo(number);
		}
		else if (value instanceof Double number) {
			assertThat(node.isFloatingPointNumber()).as(path).isTrue();
			assertThat(node.doubleValue()).as(path).isEqualTo(number);
		}
		else if (value instanceof Boolean truth) {
			assertThat(node.booleanValue()).as(path).isEqualTo(truth);
		}
		else {
			assertThat(value).as(path).isNull();
			assertThat(node.isNull()).as(path).isTrue();
		}
	}

	@Test
	void writesALineInOneCall() {
		List<String> lines = new ArrayList<>();
		InvocationRecord record = TestRecords.sequence(1).handler("two\nlines\u2028").build();
		this.writer.writeLine(record,
				(bytes, offset, length) -> lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
		assertThat(lines).containsExactly(text(record, false) + "\n");
		assertThat(lines.get(0).lines()).hasSize(1);
	}

	@Test
	void usesItsBufferAgain() {
		List<byte[]> buffers = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			this.writer.writeLine(TestRecords.sequence(i).build(), (bytes, offset, length) -> buffers.add(bytes));
		}
		assertThat(buffers.get(1)).isSameAs(buffers.get(0));
		assertThat(buffers.get(2)).isSameAs(buffers.get(0));
	}

	@Test
	void keepsNoLargeBuffer() {
		List<byte[]> buffers = new ArrayList<>();
		InvocationRecord large = TestRecords.sequence(1).handler("x".repeat(RecordJson.MAX_KEPT_BYTES)).build();
		this.writer.writeLine(large, (bytes, offset, length) -> buffers.add(bytes));
		this.writer.writeLine(TestRecords.sequence(2).build(), (bytes, offset, length) -> buffers.add(bytes));
		assertThat(buffers.get(0)).hasSizeGreaterThan(RecordJson.MAX_KEPT_BYTES);
		assertThat(buffers.get(1)).hasSizeLessThanOrEqualTo(RecordJson.MAX_KEPT_BYTES);
	}

	@Test
	void writesOnAfterATargetThatFailed() {
		InvocationRecord record = TestRecords.sequence(1).build();
		assertThatIllegalStateException().isThrownBy(() -> this.writer.writeLine(record, (bytes, offset, length) -> {
			throw new IllegalStateException("full");
		}));
		assertThat(this.json.readTree(text(record, false)).get("sequence").longValue()).isEqualTo(1);
	}

	@Test
	void targetMayWriteAnotherRecord() {
		List<String> written = new ArrayList<>();
		this.writer.writeLine(TestRecords.sequence(1).build(), (bytes, offset, length) -> {
			written.add(text(TestRecords.sequence(2).build(), false));
			written.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
		});
		assertThat(written).extracting((line) -> this.json.readTree(line).get("sequence").longValue())
			.containsExactly(2L, 1L);
	}

	@Test
	void threadsDoNotMixTheirRecords() throws Exception {
		ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String name = "handler-" + i + "-".repeat(i * 700);
			Thread thread = new Thread(() -> {
				for (int n = 1; n <= 200; n++) {
					this.writer.writeLine(TestRecords.sequence(n).handler(name).build(), (bytes, offset,
							length) -> lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(lines.stream().map((line) -> {
			JsonNode node = this.json.readTree(line);
			return node.get("handler").stringValue() + node.get("sequence").longValue();
		}).distinct()).hasSize(800);
	}

	private String text(InvocationRecord record, boolean samples) {
		return new String(this.writer.toBytes(record, samples), StandardCharsets.UTF_8);
	}

}
