package io.github.resourcemonitor.otlp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.CapturedLog;
import io.github.resourcemonitor.otlp.OtlpReceiver.Answer;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.schema.RandomRecords;
import io.github.resourcemonitor.schema.RecordMaps;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link OtlpLogExporter}.
 */
class OtlpLogExporterTests {

	private static final Duration LONG = OtlpExporters.LONG;

	private static final Duration SHORT = Duration.ofMillis(150);

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private final OtlpExporters test = new OtlpExporters();

	private final OtlpReceiver receiver = this.test.receiver;

	OtlpLogExporterTests() throws Exception {
	}

	@AfterEach
	void close() throws Exception {
		this.test.close();
	}

	private static List<InvocationRecord> records(long first, long last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((sequence) -> TestRecords.sequence(sequence).build())
			.toList();
	}

	private static List<String> ids(List<InvocationRecord> records) {
		return records.stream().map(InvocationRecord::id).toList();
	}

	@Test
	void theBodyIsTheRecord() {
		List<InvocationRecord> records = Stream.generate(new Random(5)::nextLong)
			.limit(200)
			.map((seed) -> RandomRecords.record(new Random(seed)))
			.toList();
		this.test.untilExported(this.test.exports(this.test.logs(LONG)), records);
		List<Map<String, Object>> sent = new ArrayList<>();
		for (InvocationRecord record : records) {
			sent.add(RecordMaps.of(record, false));
		}
		// The receiver groups by resource.
		assertThat(this.receiver.events).extracting((event) -> value(event.getBody()))
			.containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(sent));
	}

	private static Object value(AnyValue value) {
		return switch (value.getValueCase()) {
			// The SDK of Spring Boot 4.0 sends an empty text as no value.
			case STRING_VALUE, VALUE_NOT_SET -> value.getStringValue();
			case BOOL_VALUE -> value.getBoolValue();
			case INT_VALUE -> value.getIntValue();
			case DOUBLE_VALUE -> value.getDoubleValue();
			case ARRAY_VALUE ->
				value.getArrayValue().getValuesList().stream().map(OtlpLogExporterTests::value).toList();
			case KVLIST_VALUE -> {
				Map<String, Object> map = new LinkedHashMap<>();
				value.getKvlistValue()
					.getValuesList()
					.forEach((entry) -> map.put(entry.getKey(), value(entry.getValue())));
				yield map;
			}
			default -> throw new AssertionError(value.getValueCase());
		};
	}

	@Test
	void anEventHasWhatReceiversLookFor() {
		InvocationRecord success = TestRecords.sequence(1).handler("thumbnail").durationNanos(1_500_000_000).build();
		InvocationRecord error = TestRecords.sequence(2).outcome(Outcome.ERROR).build();
		this.test.untilExported(this.test.exports(this.test.logs(LONG)), List.of(success, error));
		LogRecord first = this.receiver.events.get(0);
		assertThat(first.getEventName()).isEqualTo("resource_monitor.invocation");
		assertThat(first.getTimeUnixNano()).isEqualTo(LogEvent.epochNanos(Instant.parse("2026-11-23T04:05:08.289Z")));
		assertThat(first.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_INFO);
		assertThat(OtlpReceiver.attributes(first.getAttributesList())).containsEntry("log.record.uid", "i-1")
			.containsEntry("faas.invocation_id", "i-1")
			.containsEntry("handler", "thumbnail")
			.containsEntry("outcome", "SUCCESS")
			.containsEntry("faas.coldstart", "true")
			.doesNotContainKey("error.type");
		LogRecord second = this.receiver.events.get(1);
		assertThat(second.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
		assertThat(OtlpReceiver.attributes(second.getAttributesList())).containsEntry("error.type",
				"java.io.IOException");
		assertThat(this.receiver.resources.get(0)).containsEntry("service.name", "function")
			.containsEntry("faas.name", "function")
			.containsEntry("faas.instance", "i")
			.containsEntry("service.instance.id", "i");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "unknown", value = { "true, 1", "false, 0", "unknown, 0" })
	void anEventSaysWhetherItsTraceIsSampled(Boolean sampled, int flags) {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		InvocationRecord record = TestRecords.sequence(1)
			.trace(new TraceContext(trace, "b7ad6b7169203331", sampled))
			.build();
		this.test.untilExported(this.test.exports(this.test.logs(LONG)), List.of(record));
		LogRecord event = this.receiver.events.get(0);
		assertThat(HexFormat.of().formatHex(event.getTraceId().toByteArray())).isEqualTo(trace);
		assertThat(event.getFlags()).isEqualTo(flags);
	}

	@Test
	void everyRecordArrivesInTheEnd() {
		RecordExports exports = this.test.exports(this.test.logs(SHORT));
		this.receiver.answerNext(Answer.of(503), Answer.HANG, Answer.ACCEPT_AND_HANG, Answer.of(200), Answer.of(502));
		List<InvocationRecord> all = records(1, 50);
		for (int i = 0; i < 50; i += 10) {
			this.test.untilExported(exports, all.subList(i, i + 10));
		}
		assertThat(this.receiver.ids()).containsExactlyElementsOf(ids(all));
		assertThat(exports.states().get(0).dropped()).isZero();
	}

	@Test
	void survivesAnswersThatNeverEnd() {
		RecordExports exports = this.test.exports(this.test.logs(SHORT));
		this.receiver.answerNext(Answer.HANG_IN_BODY, Answer.HANG_IN_BODY);
		this.test.untilExported(exports, records(1, 3));
		assertThat(this.receiver.ids()).containsExactly("i-1", "i-2", "i-3");
	}

	@Test
	void aConnectionThatTheReceiverHasClosedCostsNoAttempt() {
		RecordExports exports = this.test.exports(this.test.logs(LONG), this.test.metrics(LONG));
		this.test.untilExported(exports, records(1, 1));
		this.receiver.answerNext(Answer.CLOSE);
		exports.add(records(2, 2).get(0));
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.receiver.ids()).containsExactly("i-1", "i-2");
		this.receiver.answerNext(Answer.ACCEPT_AND_CLOSE);
		exports.add(records(3, 3).get(0));
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(3);
		this.receiver.points().assertThatIntervalsDoNotOverlap();
	}

	@Test
	void requestsThatHangAreBounded() {
		RecordExports exports = this.test.exports(this.test.logs(SHORT));
		this.receiver.answerOthers(Answer.HANG_IN_BODY);
		exports.add(records(1, 1).get(0));
		for (int i = 0; i < RequestThreads.MAX_THREADS + 3; i++) {
			assertThat(exports.flush(LONG)).isFalse();
		}
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().equals(RequestThreads.NAME + "logs"))
			.hasSizeLessThanOrEqualTo(RequestThreads.MAX_THREADS);
		this.receiver.answerOthers(Answer.of(200));
		this.receiver.release();
		this.test.untilExported(exports, records(2, 2));
		assertThat(this.receiver.ids()).containsExactly("i-1", "i-2");
	}

	@Test
	void dropsOnlyWhatTheReceiverRefuses() {
		RecordExports exports = this.test.exports(this.test.logs(LONG));
		this.receiver.answerNext(Answer.of(400), Answer.of(400), Answer.of(400));
		records(1, 2).forEach(exports::add);
		for (int i = 0; i < 3; i++) {
			assertThat(exports.flush(LONG)).isFalse();
		}
		this.test.untilExported(exports, records(3, 4));
		assertThat(this.receiver.ids()).containsExactly("i-3", "i-4");
		assertThat(exports.states().get(0).dropped()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 408, 429, 500, 502, 503, 504 })
	void waitsForAReceiverThatCanBeMended(int status) {
		RecordExports exports = this.test.exports(this.test.logs(LONG));
		Answer answer = Answer.of(status);
		this.receiver.answerNext(answer, answer, answer, answer);
		this.test.untilExported(exports, records(1, 2));
		assertThat(this.receiver.ids()).containsExactly("i-1", "i-2");
		assertThat(this.test.failures.summaries().get("exporter otlp-logs").last()).contains("status " + status)
			.contains(this.receiver.endpoint(OtlpSignal.LOGS).toString());
	}

	@Test
	void anUnreachableReceiverIsReportedOnce() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		List<String> sdk = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");
		Handler handler = new ListingHandler(sdk);
		logger.addHandler(handler);
		try {
			RecordExports exports = this.test
				.exports(this.test.logs(new OtlpConnection(URI.create("http://localhost:" + port + "/v1/logs"),
						Map.of("Authorization", "Bearer secret"), OtlpCompression.NONE, LONG), null));
			records(1, 2).forEach(exports::add);
			for (int i = 0; i < 5; i++) {
				assertThat(exports.flush(LONG)).isFalse();
			}
			assertThat(exports.states().get(0).failures()).isEqualTo(5);
			assertThat(exports.states().get(0).waiting()).isEqualTo(2);
		}
		finally {
			logger.removeHandler(handler);
		}
		assertThat(sdk).isEmpty();
		assertThat(this.log.records().stream().filter((record) -> record.getLevel().getName().equals("WARNING")))
			.singleElement()
			.satisfies((record) -> {
				assertThat(record.getMessage()).contains("exporter otlp-logs", "records wait");
				assertThat(record.getThrown()).isInstanceOf(IOException.class)
					.hasMessageContaining("http://localhost:" + port + "/v1/logs could not be reached")
					.hasMessageNotContaining("secret");
			});
	}

	@Test
	void doesNotTouchTheGlobalOpenTelemetry() {
		GlobalOpenTelemetry.resetForTest();
		this.test.untilExported(this.test.exports(this.test.logs(LONG)), records(1, 1));
		// It can be set once.
		assertThatNoException().isThrownBy(() -> GlobalOpenTelemetry.set(OpenTelemetry.noop()));
		GlobalOpenTelemetry.resetForTest();
	}

	@Test
	void compresses() {
		OtlpConnection plain = this.test.connection(OtlpSignal.LOGS, LONG);
		this.test.untilExported(
				this.test.exports(this.test
					.logs(new OtlpConnection(plain.endpoint(), Map.of(), OtlpCompression.GZIP, LONG), null)),
				records(1, 3));
		assertThat(this.receiver.requests.get(0).headers()).containsEntry("Content-Encoding", "gzip");
		assertThat(this.receiver.ids()).hasSize(3);
	}

	@Test
	void asksForHeadersBeforeEachRequest() {
		Map<String, String> headers = new HashMap<>(Map.of("Authorization", "one"));
		OtlpConnection connection = new OtlpConnection(this.receiver.endpoint(OtlpSignal.LOGS), Map.of("x-a", "b"),
				OtlpCompression.NONE, LONG);
		RecordExports exports = this.test.exports(this.test.logs(connection, () -> headers));
		this.test.untilExported(exports, records(1, 1));
		headers.put("Authorization", "two");
		this.test.untilExported(exports, records(2, 2));
		assertThat(this.receiver.requests).extracting((request) -> request.headers().get("Authorization"))
			.containsExactly("one", "two");
		assertThat(this.receiver.requests)
			.allSatisfy((request) -> assertThat(request.headers()).containsEntry("x-a", "b"));
	}

	@Test
	void anInvalidHeaderIsReportedWithoutItsValue() {
		OtlpConnection connection = this.test.connection(OtlpSignal.LOGS, LONG);
		RecordExports exports = this.test.exports(this.test.logs(connection, () -> Map.of("x-token", "se\ncret")));
		exports.add(records(1, 1).get(0));
		assertThat(exports.flush(LONG)).isFalse();
		Throwable thrown = this.log.records().get(0).getThrown();
		assertThat(thrown).hasStackTraceContaining("The header 'x-token' of a bean of type");
		assertThat(thrown.toString() + thrown.getCause()).doesNotContain("se\ncret", "cret");
		assertThat(exports.states().get(0).waiting()).isOne();
	}

	@Test
	void theTextOfAConnectionHidesTheValuesOfHeaders() {
		assertThat(this.test.connection(OtlpSignal.LOGS, LONG)).asString()
			.contains("Authorization")
			.doesNotContain("secret");
	}

	@Test
	void anExporterThatIsClosedWhileItWaitsEnds() {
		OtlpLogExporter exporter = this.test.logs(LONG);
		RecordExports exports = this.test.exports(exporter);
		this.test.untilExported(exports, records(1, 1));
		exporter.close();
		exporter.close();
		exports.add(records(2, 2).get(0));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(this.test.failures.summaries().get("exporter otlp-logs").last()).contains("closed");
	}

	/**
	 * The other sender of the SDK, which Spring Boot's starter brings.
	 */
	@Test
	void worksWithTheSenderOfOkHttp() {
		List<String> sdk = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");
		Handler handler = new ListingHandler(sdk);
		logger.addHandler(handler);
		Map<String, String> before = sender(
				"io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider");
		try {
			RecordExports exports = this.test.exports(this.test.logs(SHORT), this.test.metrics(SHORT));
			this.receiver.answerNext(Answer.of(503), Answer.HANG, Answer.ACCEPT_AND_HANG, Answer.of(503), Answer.HANG);
			this.test.untilExported(exports, records(1, 20));
			this.test.untilExported(exports, records(21, 30));
			assertThat(this.receiver.ids()).containsExactlyElementsOf(ids(records(1, 30)));
			assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(30);
			assertThat(sdk).isEmpty();
		}
		finally {
			logger.removeHandler(handler);
			before.forEach(System::setProperty);
		}
	}

	@Test
	void saysWhatIsMissingWithoutASender() {
		Map<String, String> before = sender("none");
		try {
			RecordExports exports = this.test.exports(this.test.logs(LONG));
			exports.add(records(1, 1).get(0));
			assertThat(exports.flush(LONG)).isFalse();
			assertThat(this.test.failures.summaries().get("exporter otlp-logs").last())
				.contains("opentelemetry-exporter-sender-jdk");
		}
		finally {
			before.forEach(System::setProperty);
		}
	}

	/**
	 * Choose one of the senders on the class path.
	 * @return the properties to set afterwards
	 */
	private static Map<String, String> sender(String provider) {
		Map<String, String> before = new HashMap<>();
		for (String property : new String[] { "io.opentelemetry.sdk.common.export.HttpSenderProvider",
				"io.opentelemetry.exporter.internal.http.HttpSenderProvider" }) {
			String previous = System.setProperty(property, provider);
			before.put(property, (previous != null) ? previous : "");
		}
		return before;
	}

	private static final class ListingHandler extends Handler {

		private final List<String> messages;

		ListingHandler(List<String> messages) {
			this.messages = messages;
		}

		@Override
		public void publish(java.util.logging.LogRecord record) {
			this.messages.add(record.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
