package io.github.resourcemonitor.outlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.line.LineRule;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.schema.KnownRecord;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.schema.RecordMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class StandardOutputListenerTests {

	private final JsonMapper json = JsonMapper.builder().build();

	private final Failures failures = new Failures();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	// The encoding of the stream differs from that of JSON.
	private final PrintStream stream = new PrintStream(this.written, false, StandardCharsets.US_ASCII);

	private final StandardOutputListener listener = new StandardOutputListener(() -> this.stream);

	@Test
	void writesTheDocumentOfTheRecordAsOneLine() {
		InvocationRecord record = new KnownRecord().build();
		this.listener.onEnd(record);
		String text = this.written.toString(StandardCharsets.UTF_8);
		assertThat(text).endsWith("\n").hasLineCount(1);
		Map<String, Object> document = RecordMaps.of(record, false);
		assertThat(this.json.readTree(text)).isEqualTo(this.json.readTree(this.json.writeValueAsString(document)));
		assertThat(this.json.readTree(text).has("samples")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a \"quoted\" name", "back\\slash", "two\nlines\r\n", "tab\tand\bbell\u0007", "\u0000",
			"Zürich", "日本語", "😀", "\u2028\u2029", "</script>", "{}", "" })
	void writesAnyNameAsValidJson(String handler) {
		this.listener.onEnd(TestRecords.sequence(1).handler(handler).build());
		byte[] bytes = this.written.toByteArray();
		assertThat(bytes).containsOnlyOnce('\n').endsWith('\n');
		assertThat(this.json.readTree(bytes).get("handler").stringValue()).isEqualTo(handler);
	}

	@Test
	void flushesTheLine() {
		List<String> events = new ArrayList<>();
		PrintStream recording = new PrintStream(new ByteArrayOutputStream()) {

			@Override
			public void write(byte[] bytes, int offset, int length) {
				events.add("write");
			}

			@Override
			public void flush() {
				events.add("flush");
			}

		};
		new StandardOutputListener(() -> recording).onEnd(TestRecords.sequence(1).build());
		assertThat(events).containsExactly("write", "flush");
	}

	@Test
	void doesNotInterleaveLinesOfDifferentThreads() throws Exception {
		int each = 100;
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int first = i * each;
			Thread thread = new Thread(() -> {
				for (int n = 1; n <= each; n++) {
					this.listener.onEnd(TestRecords.sequence(first + n).build());
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		Set<Long> sequences = new HashSet<>();
		for (String line : this.written.toString(StandardCharsets.UTF_8).split("\n")) {
			JsonNode node = this.json.readTree(line);
			sequences.add(node.get("sequence").longValue());
		}
		assertThat(sequences).hasSize(4 * each);
	}

	@Test
	void writesTheInstanceAndCompactLines() {
		StandardOutputListener compact = new StandardOutputListener(() -> this.stream,
				LineOptions.of(RecordFormat.COMPACT), this.failures);
		compact.onEnd(TestRecords.sequence(1).build());
		compact.onEnd(TestRecords.sequence(2).build());
		List<JsonNode> lines = this.written.toString(StandardCharsets.UTF_8).lines().map(this.json::readTree).toList();
		assertThat(lines).extracting((line) -> line.get("schema").stringValue())
			.containsExactly("resource-monitor/instance/1", "resource-monitor/invocation/1",
					"resource-monitor/invocation/1");
		assertThat(lines.get(0).get("columns")).isNotEmpty();
		assertThat(lines.get(1).has("unavailable")).isFalse();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void closedStreamIsReportedOnce() {
		PrintStream closed = new PrintStream(new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException("Broken pipe");
			}

		});
		StandardOutputListener listener = new StandardOutputListener(() -> closed, LineOptions.of(RecordFormat.COMPACT),
				this.failures);
		for (int i = 1; i <= 3; i++) {
			listener.onEnd(TestRecords.sequence(i).build());
		}
		assertThat(this.failures.summaries()).hasSize(1).hasEntrySatisfying("standard output", (failure) -> {
			assertThat(failure.count()).isEqualTo(1);
			assertThat(failure.last()).contains("from record i-1 on");
		});
	}

	@Test
	void blockedStreamDelaysOnlyThreadsThatWrite() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		PrintStream blocked = new PrintStream(new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException("not used");
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				writing.countDown();
				try {
					released.await();
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
				StandardOutputListenerTests.this.written.write(bytes, offset, length);
			}

		});
		StandardOutputListener listener = new StandardOutputListener(() -> blocked,
				LineOptions.of(RecordFormat.COMPACT), this.failures);
		MonitorContexts.withoutReadings()
			.withBean("blocked", StandardOutputListener.class, () -> listener)
			.run((context) -> {
				ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
				Thread first = new Thread(() -> monitor.run("first", () -> {
				}));
				first.start();
				writing.await();
				// What neither starts nor ends an invocation, and what starts one, goes
				// on.
				assertThat(MonitorContexts.handlers(context)).containsExactly("first");
				InvocationScope second = monitor.start("second");
				assertThat(monitor.current()).isPresent();
				released.countDown();
				second.close();
				first.join();
				assertThat(this.written.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
				assertThat(context.getBean(Failures.class).summaries()).isEmpty();
				assertThat(this.failures.summaries()).isEmpty();
			});
	}

	@Test
	void isSwitchedOnByThePlatform() {
		FunctionIdentity elsewhere = new FunctionIdentity(null, null, "abc", false);
		FunctionIdentity platform = new FunctionIdentity("images", null, "abc", true);
		assertThat(StandardOutputMode.AUTO.isActive(platform)).isTrue();
		assertThat(StandardOutputMode.AUTO.isActive(elsewhere)).isFalse();
		assertThat(StandardOutputMode.ON.isActive(elsewhere)).isTrue();
		assertThat(StandardOutputMode.OFF.isActive(platform)).isFalse();
	}

	@Test
	void theMeanLengthIsOfAllRecordsWithThoseThatAreLeftOut() {
		LineOptions options = LineOptions.recordsOnly();
		StandardOutputListener sampled = new StandardOutputListener(() -> this.stream,
				new LineOptions(options.format(), false, null, new LineRule(1, 1_000_000_000_000_000L), Map.of()),
				this.failures);
		assertThat(sampled.meanLineBytes()).isZero();
		sampled.onEnd(TestRecords.sequence(1).outcome(Outcome.ERROR).build());
		int line = this.written.size();
		assertThat(sampled.meanLineBytes()).isEqualTo(line).isPositive();
		for (int i = 2; i <= 10; i++) {
			sampled.onEnd(TestRecords.sequence(i).build());
		}
		assertThat(sampled.meanLineBytes()).isEqualTo(this.written.size() / 10).isLessThan(line);
	}

}
