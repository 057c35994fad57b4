package io.github.resourcemonitor.otlp;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.otlp.OtlpReceiver.Answer;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.schema.RandomRecords;
import io.github.resourcemonitor.share.FairShare;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link OtlpMetricExporter}.
 */
class OtlpMetricExporterTests {

	private static final Duration LONG = OtlpExporters.LONG;

	private static final Duration SHORT = Duration.ofMillis(150);

	private final OtlpExporters test = new OtlpExporters();

	private final OtlpReceiver receiver = this.test.receiver;

	OtlpMetricExporterTests() throws Exception {
	}

	@AfterEach
	void close() throws Exception {
		this.test.close();
	}

	private static List<InvocationRecord> records(long first, long last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((sequence) -> TestRecords.sequence(sequence)
				.durationNanos(sequence * 1_000_000)
				.cpuNanos(sequence * 1000)
				.process(1 << 20, sequence, 2 * sequence)
				.build())
			.toList();
	}

	private RecordExports exports(Duration timeout) {
		return this.test.exports(this.test.metrics(timeout));
	}

	@Test
	void sendsSumsAndHistogramsInTheUnitsOfTheConventions() {
		this.test.row[Column.CPU_USER.ordinal()] = 5;
		RecordExports exports = exports(LONG);
		this.test.row[Column.CPU_USER.ordinal()] = 2_000_000_005;
		this.test.untilExported(exports, records(1, 10));
		ReceivedPoints points = this.receiver.points();
		assertThat(points.count("faas.invoke_duration")).isEqualTo(10);
		assertThat(points.sum("faas.invoke_duration")).isCloseTo(0.055, within(1e-12));
		assertThat(points.count("faas.invoke_duration", "faas.coldstart", "true", "outcome", "SUCCESS")).isOne();
		assertThat(points.sum("faas.cpu_usage")).isCloseTo(55e-6, within(1e-12));
		assertThat(points.sum("faas.net_io", "network.io.direction", "receive")).isEqualTo(55);
		assertThat(points.sum("faas.net_io", "network.io.direction", "transmit")).isEqualTo(110);
		assertThat(points.sum("faas.mem_usage")).isEqualTo(10 << 20);
		assertThat(points.count("faas.init_duration")).isOne();
		assertThat(points.sum("faas.coldstarts")).isOne();
		assertThat(points.sum("faas.invocations", "handler", "handler", "faas.trigger", "unknown")).isEqualTo(10);
		assertThat(points.sum("process.cpu.time", "cpu.mode", "user")).isEqualTo(2);
		assertThat(points.units()).containsEntry("faas.invoke_duration", "s")
			.containsEntry("faas.cpu_usage", "s")
			.containsEntry("process.cpu.time", "s")
			.containsEntry("faas.mem_usage", "By")
			.containsEntry("faas.net_io", "By")
			.containsEntry("faas.coldstarts", "{coldstart}")
			.doesNotContainKeys("faas.errors", "faas.timeouts", "process.disk.io");
		assertThat(points.instances("faas.invocations")).containsExactly("i");
		assertThat(this.receiver.requests).singleElement()
			.satisfies((request) -> assertThat(request.headers()).containsEntry("Authorization", "Bearer secret"));
	}

	@Test
	void sendsOnlyWhatIsNew() {
		RecordExports exports = exports(LONG);
		this.test.untilExported(exports, records(1, 3));
		this.test.untilExported(exports, records(4, 5));
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.receiver.count(OtlpSignal.METRICS)).isEqualTo(2);
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(5);
		this.receiver.points().assertThatIntervalsDoNotOverlap();
	}

	@Test
	void mergesWhatFailedIntoTheNextRequest() {
		this.receiver.answerNext(Answer.of(503), Answer.of(429), Answer.of(401));
		RecordExports exports = exports(LONG);
		for (int i = 0; i < 3; i++) {
			records(1 + 10 * i, 10 + 10 * i).forEach(exports::add);
			assertThat(exports.flush(LONG)).isFalse();
		}
		assertThat(this.receiver.points().units()).isEmpty();
		this.test.untilExported(exports, records(31, 40));
		assertThat(this.receiver.points().count("faas.invoke_duration")).isEqualTo(40);
		assertThat(this.receiver.points().sum("faas.invoke_duration")).isCloseTo(0.82, within(1e-12));
		assertThat(exports.states().get(0).dropped()).isZero();
	}

	/**
	 * The receiver has counted the first request, and replaces it by the second.
	 */
	@Test
	void keepsTheStartOfWhatMayHaveArrived() {
		OtlpMetricExporter exporter = this.test.metrics(SHORT);
		RecordExports exports = this.test.exports(exporter);
		this.receiver.answerNext(Answer.ACCEPT_AND_HANG, Answer.ACCEPT_AND_HANG);
		this.test.row[Column.CPU_USER.ordinal()] = 0;
		records(1, 10).forEach(exports::add);
		assertThat(exports.flush(LONG)).isFalse();
		records(11, 15).forEach(exports::add);
		assertThat(exports.flush(LONG)).isFalse();
		this.test.untilExported(exports, records(16, 20));
		this.test.untilExported(exports, records(21, 22));
		assertThat(this.receiver.points().count("faas.invoke_duration")).isEqualTo(22);
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(22);
		this.receiver.points().assertThatIntervalsDoNotOverlap();
	}

	@Test
	void survivesAReceiverThatHangs() {
		RecordExports exports = exports(SHORT);
		this.receiver.answerNext(Answer.HANG, Answer.HANG);
		this.test.untilExported(exports, records(1, 10));
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(10);
		assertThat(exports.states().get(0).failures()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void survivesAWallClockThatStandsStillOrIsSetBack() {
		RecordExports exports = exports(LONG);
		for (int i = 0; i < 5; i++) {
			this.test.untilExported(exports, records(i + 1, i + 1));
			this.test.epochNanos.addAndGet(-i);
		}
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(5);
		this.receiver.points().assertThatIntervalsDoNotOverlap();
	}

	@Test
	void tellsHandlersAndServicesApartWithinTheLimit() {
		RecordExports exports = exports(LONG);
		this.test.untilExported(exports,
				LongStream.rangeClosed(1, 9)
					.mapToObj((sequence) -> TestRecords.sequence(sequence)
						.handler("handler-" + sequence)
						.outcome((sequence % 3 == 0) ? Outcome.ERROR : Outcome.SUCCESS)
						.serviceCalls(new ServiceCallUsage("service", "operation-" + sequence, CallDirection.DOWNLOAD,
								3, 1, 10L, 0, 0, null, null))
						.build())
					.toList());
		ReceivedPoints points = this.receiver.points();
		assertThat(points.attributes("faas.cpu_usage")).extracting((attributes) -> attributes.get("handler"))
			.containsExactlyInAnyOrder("handler-1", "handler-2", "(other)");
		assertThat(points.sum("faas.invocations")).isEqualTo(6);
		assertThat(points.sum("faas.errors")).isEqualTo(3);
		assertThat(points.sum("resourcemonitor.service.calls", "outcome", "SUCCESS")).isEqualTo(18);
		assertThat(points.sum("resourcemonitor.service.calls", "outcome", "ERROR")).isEqualTo(9);
		assertThat(points.sum("resourcemonitor.service.bytes", "service", "(other)", "operation", "(other)"))
			.isEqualTo(70);
		assertThat(points.sum("resourcemonitor.service.bytes", "service", "service", "direction", "DOWNLOAD"))
			.isEqualTo(20);
	}

	@Test
	void countsCallsOfNestedInvocationsOnce() {
		RecordExports exports = exports(LONG);
		ServiceCallUsage call = new ServiceCallUsage("s", "o", CallDirection.NONE, 1, 0, null, 0, 0, null, null);
		this.test.untilExported(exports, List.of(TestRecords.sequence(2).parentId("i-1").serviceCalls(call).build(),
				TestRecords.sequence(1).serviceCalls(call).build()));
		assertThat(this.receiver.points().sum("resourcemonitor.service.calls")).isOne();
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(2);
	}

	@Test
	void countersOfTheProcessLoseNothingWhenARequestFails() {
		long[] row = this.test.row;
		row[Column.DISK_READ_BYTES.ordinal()] = 100;
		RecordExports exports = exports(LONG);
		row[Column.DISK_READ_BYTES.ordinal()] = 150;
		this.receiver.answerNext(Answer.of(503));
		records(1, 1).forEach(exports::add);
		assertThat(exports.flush(LONG)).isFalse();
		row[Column.DISK_READ_BYTES.ordinal()] = Column.ABSENT;
		assertThat(exports.flush(LONG)).isTrue();
		row[Column.DISK_READ_BYTES.ordinal()] = 175;
		row[Column.FAULTS_MAJOR.ordinal()] = 1000;
		this.test.untilExported(exports, records(2, 2));
		row[Column.FAULTS_MAJOR.ordinal()] = 1003;
		this.test.untilExported(exports, records(3, 3));
		assertThat(this.receiver.points().sum("process.disk.io", "disk.io.direction", "read")).isEqualTo(75);
		assertThat(this.receiver.points().sum("process.paging.faults", "system.paging.fault.type", "major"))
			.isEqualTo(3);
	}

	/**
	 * As after a checkpoint of the process, with requests that fail on both sides of it.
	 */
	@Test
	void anotherInstanceHasSeriesOfItsOwn() {
		long[] row = this.test.row;
		row[Column.FAULTS_MINOR.ordinal()] = 0;
		RecordExports exports = exports(LONG);
		this.receiver.answerNext(Answer.of(503), Answer.of(503));
		InvocationRecord one = records(1, 1).get(0);
		InvocationRecord two = of("restored", one);
		row[Column.FAULTS_MINOR.ordinal()] = 10;
		exports.add(one);
		assertThat(exports.flush(LONG)).isFalse();
		row[Column.FAULTS_MINOR.ordinal()] = 30;
		exports.add(two);
		assertThat(exports.flush(LONG)).isFalse();
		row[Column.FAULTS_MINOR.ordinal()] = 31;
		this.test.untilExported(exports, List.of());
		row[Column.FAULTS_MINOR.ordinal()] = 35;
		this.test.untilExported(exports, List.of(two, one));
		assertThat(this.receiver.points().sum("process.paging.faults")).isEqualTo(35);
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(4);
		assertThat(this.receiver.points().instances("faas.invocations")).containsExactlyInAnyOrder("i", "restored");
		this.receiver.points().assertThatIntervalsDoNotOverlap();
	}

	private static InvocationRecord of(String instance, InvocationRecord record) {
		return new InvocationRecord(record.sequence(), record.parentId(), record.handler(), record.origin(),
				new FunctionIdentity("function", null, instance, false), record.trace(), record.start(),
				record.durationNanos(), record.outcome(), record.error(), record.initNanos(), record.concurrency(),
				record.own(), record.share(), record.nested(), record.process(), record.serviceCalls(),
				record.samples(), record.monitor());
	}

	@Test
	void sharesAddUp() {
		List<InvocationRecord> records = new Random(3).longs(100)
			.mapToObj((seed) -> RandomRecords.record(new Random(seed)))
			.filter((record) -> record.share() != null)
			.toList();
		assertThat(records).hasSizeGreaterThan(20);
		this.test.untilExported(exports(LONG), records);
		assertThat(this.test.failures.summaries()).isEmpty();
		ReceivedPoints points = this.receiver.points();
		assertThat(points.count("faas.invoke_duration")).isEqualTo(records.size());
		assertThat(points.sum("resourcemonitor.share.wall"))
			.isCloseTo(records.stream().mapToLong((record) -> record.share().wallNanos()).sum() / 1e9, within(1e-15));
		assertThat(points.sum("resourcemonitor.share.cpu")).isCloseTo(sum(records, FairShare::cpuNanos) / 1e9,
				within(1e-15));
		assertThat(points.sum("resourcemonitor.share.disk", "disk.io.direction", "write"))
			.isEqualTo(sum(records, (share) -> share.value(Column.DISK_WRITE_BYTES)));
		assertThat(points.sum("resourcemonitor.share.network", "network.io.direction", "receive"))
			.isEqualTo(sum(records, (share) -> share.value(Column.NETWORK_RECEIVED)));
	}

	private static long sum(List<InvocationRecord> records, Function<FairShare, Long> part) {
		return records.stream()
			.map((record) -> part.apply(record.share()))
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.sum();
	}

	@Test
	void aReceiverThatRefusesLosesNothingEither() {
		RecordExports exports = exports(LONG);
		this.receiver.answerNext(Answer.of(400), Answer.of(400), Answer.of(400), Answer.of(400));
		records(1, 10).forEach(exports::add);
		for (int i = 0; i < 4; i++) {
			assertThat(exports.flush(LONG)).isFalse();
		}
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.receiver.points().sum("faas.invocations")).isEqualTo(10);
	}

}
