package io.github.resourcemonitor.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.schema.RecordJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class InvocationLinesTests {

	private static final String INSTANCE = "resource-monitor/instance/1";

	private static final String INVOCATION = "resource-monitor/invocation/1";

	private final JsonMapper json = JsonMapper.builder().build();

	private final List<JsonNode> written = Collections.synchronizedList(new ArrayList<>());

	private final RecordJson.Target<RuntimeException> target = (bytes, offset, length) -> this.written
		.add(this.json.readTree(new String(bytes, offset, length, StandardCharsets.UTF_8)));

	@Test
	void writesTheInstanceOnceBeforeItsFirstRecord() {
		InvocationLines lines = new InvocationLines(LineOptions.of(RecordFormat.COMPACT));
		assertThat(lines.write(TestRecords.sequence(1).build(), this.target)).isTrue();
		lines.write(TestRecords.sequence(2).build(), this.target);
		assertThat(schemas()).containsExactly(INSTANCE, INVOCATION, INVOCATION);
		JsonNode instance = this.written.get(0);
		assertThat(instance.at("/function/instance").stringValue()).isEqualTo("i");
		assertThat(instance.at("/function/name").stringValue()).isEqualTo("function");
		assertThat(instance.at("/versions/monitor").stringValue()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
		assertThat(instance.at("/versions/java").stringValue()).isEqualTo(System.getProperty("java.runtime.version"));
		assertThat(instance.at("/limits/processors").intValue()).isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(instance.get("columns")).isNotEmpty();
		assertThat(instance.has("start")).isTrue();
	}

	@Test
	void writesTheInstanceAgainWhenItIsAnother() {
		InvocationLines lines = new InvocationLines(LineOptions.of(RecordFormat.FULL));
		lines.write(of("a", 1), this.target);
		lines.write(of("b", 1), this.target);
		// Started before the checkpoint, and ended after it.
		lines.write(of("a", 2), this.target);
		lines.write(of("b", 2), this.target);
		lines.write(of("c", 1), this.target);
		assertThat(this.written).extracting((line) -> line.get("id").stringValue())
			.containsExactly("a-0", "a-1", "b-0", "b-1", "a-2", "b-2", "c-0", "c-1");
	}

	@Test
	void threadsWriteTheInstanceOnce() throws Exception {
		InvocationLines lines = new InvocationLines(LineOptions.of(RecordFormat.COMPACT));
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int first = 1 + i * 50;
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 50; n++) {
					lines.write(TestRecords.sequence(first + n).build(), this.target);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(schemas().get(0)).isEqualTo(INSTANCE);
		assertThat(schemas().subList(1, 201)).containsOnly(INVOCATION);
	}

	@Test
	void nextLineSaysHowManyWereLeftOut() {
		InvocationLines lines = new InvocationLines(
				new LineOptions(RecordFormat.COMPACT, false, null, new LineRule(1, 1000), Map.of()));
		lines.write(duration(2, 1000), this.target);
		assertThat(lines.write(duration(3, 999), this.target)).isFalse();
		assertThat(lines.write(duration(4, 1), this.target)).isFalse();
		lines.write(duration(5, 1000), this.target);
		lines.write(duration(6, 1000), this.target);
		assertThat(this.written).extracting((line) -> line.get("sequence").longValue()).containsExactly(2L, 5L, 6L);
		assertThat(this.written).extracting((line) -> line.at("/output/omitted").asLong(0)).containsExactly(0L, 2L, 0L);
	}

	@Test
	void countStaysForTheNextLineIfOneFails() {
		InvocationLines lines = new InvocationLines(
				new LineOptions(RecordFormat.COMPACT, false, null, new LineRule(1, 1000), Map.of()));
		lines.write(duration(2, 1), this.target);
		assertThatIOException().isThrownBy(() -> lines.write(duration(3, 1000), (bytes, offset, length) -> {
			throw new IOException("full");
		}));
		lines.write(duration(4, 1000), this.target);
		assertThat(this.written).extracting((line) -> line.at("/output/omitted").asLong(0)).containsExactly(1L);
	}

	@Test
	void instanceIsWrittenAgainIfThatFailed() {
		InvocationLines lines = new InvocationLines(LineOptions.of(RecordFormat.COMPACT));
		assertThatIOException()
			.isThrownBy(() -> lines.write(TestRecords.sequence(1).build(), (bytes, offset, length) -> {
				throw new IOException("full");
			}));
		lines.write(TestRecords.sequence(2).build(), this.target);
		assertThat(schemas()).containsExactly(INSTANCE, INVOCATION);
	}

	@Test
	void readsTheMachineFromItsFiles(@TempDir Path proc) throws IOException {
		Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\nvendor_id\t: X\nmodel name\t: Fast CPU @ 2 GHz\n");
		Files.writeString(proc.resolve("meminfo"), "MemTotal:        2048 kB\nMemFree: 1 kB\n");
		InstanceRecord instance = new InstanceFacts(proc).of(TestRecords.sequence(1).build());
		assertThat(instance.host().cpuModel()).isEqualTo("Fast CPU @ 2 GHz");
		assertThat(instance.host().physicalMemoryBytes()).isEqualTo(2048 * 1024);
		assertThat(instance.start()).isEqualTo(TestRecords.sequence(1).build().start().minusNanos(99));
		Files.writeString(proc.resolve("meminfo"), "MemTotal: many kB\n");
		Files.delete(proc.resolve("cpuinfo"));
		InstanceRecord unknown = new InstanceFacts(proc).of(TestRecords.sequence(2).build());
		assertThat(unknown.host().cpuModel()).isNull();
		assertThat(unknown.host().physicalMemoryBytes()).isNull();
		assertThat(unknown.start()).isNull();
	}

	private List<String> schemas() {
		return this.written.stream().map((line) -> line.get("schema").stringValue()).toList();
	}

	private static InvocationRecord duration(long sequence, long nanos) {
		return TestRecords.sequence(sequence).durationNanos(nanos).build();
	}

	private static InvocationRecord of(String instance, long sequence) {
		InvocationRecord record = TestRecords.sequence(sequence).build();
		return new InvocationRecord(sequence, null, record.handler(), null,
				new FunctionIdentity("function", null, instance, false), null, record.start(), record.durationNanos(),
				record.outcome(), null, record.initNanos(), record.concurrency(), record.own(), null, record.nested(),
				record.process(), List.of(), null, record.monitor());
	}

}
