package io.github.resourcemonitor.export;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.resourcemonitor.failure.CapturedLog;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RandomRecords;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RecordExports}.
 */
class RecordExportsTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final ExportOptions NEVER_BY_ITSELF = options(100, 100, Duration.ofHours(1), LONG);

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private final Failures failures = new Failures();

	private final Collector collector = new Collector();

	private final List<RecordExports> opened = new ArrayList<>();

	private static ExportOptions options(int capacity, int batch, Duration interval, Duration timeout) {
		return new ExportOptions(capacity, batch, interval, timeout, Duration.ZERO, 1_000_000);
	}

	private RecordExports exports(ExportOptions options, RecordExporter... exporters) {
		RecordExports exports = new RecordExports(() -> List.of(exporters), options, this.failures);
		this.opened.add(exports);
		return exports;
	}

	private static List<InvocationRecord> records(int count) {
		TestMonitor test = new TestMonitor();
		var monitor = test.build();
		for (int i = 0; i < count; i++) {
			monitor.run("handler", () -> {
			});
		}
		return test.records();
	}

	private static InvocationRecord sampled() {
		return Stream.generate(new Random(1)::nextLong)
			.map((seed) -> RandomRecords.record(new Random(seed)))
			.filter((record) -> record.samples() != null && record.samples().sizeInBytes() > 0)
			.findFirst()
			.orElseThrow();
	}

	@AfterEach
	void close() {
		this.opened.forEach(RecordExports::close);
	}

	@Test
	void exportsAllInOrderAndInBatches() {
		RecordExports exports = exports(options(100, 8, Duration.ofHours(1), LONG), this.collector);
		records(20).forEach(exports::add);
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.sequences())
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
		assertThat(this.collector.batches).allSatisfy((batch) -> assertThat(batch).hasSizeLessThanOrEqualTo(8));
		assertThat(this.collector.flushes).isNotEmpty().last().isEqualTo(20);
		assertThat(exports.states()).containsExactly(new ExporterState("Collector", 0, 20, 0, 0, 0));
	}

	@Test
	void exportsAFullBatchBeforeTheIntervalIsOver() throws Exception {
		CountDownLatch exported = new CountDownLatch(1);
		RecordExports exports = exports(options(100, 8, Duration.ofHours(1), LONG), (batch) -> exported.countDown());
		records(8).forEach(exports::add);
		assertThat(exported.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void exportsASingleRecordAfterTheInterval() throws Exception {
		CountDownLatch exported = new CountDownLatch(1);
		RecordExports exports = exports(options(100, 8, Duration.ofMillis(1), LONG), (batch) -> exported.countDown());
		exports.add(records(1).get(0));
		assertThat(exported.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void hasNoThreadWithoutARecord() {
		RecordExports exports = exports(NEVER_BY_ITSELF, new Named("idle", this.collector));
		assertThat(exports.states()).hasSize(1);
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("resource-monitor-export-idle");
	}

	@Test
	void aHangingExporterDelaysNoOtherExporter() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		RecordExporter hangs = new Named("hangs", (batch) -> {
			hanging.countDown();
			release.await();
		});
		RecordExports exports = exports(options(5, 5, Duration.ofMillis(1), LONG), hangs, this.collector);
		List<InvocationRecord> records = records(20);
		exports.add(records.get(0));
		assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
		for (InvocationRecord record : records.subList(1, 20)) {
			exports.add(record);
			exports.flush(Duration.ZERO);
			await().until(() -> this.collector.sequences().contains(record.sequence()));
		}
		assertThat(exports.flush(Duration.ofMillis(1))).isFalse();
		ExporterState state = exports.states().get(0);
		assertThat(state.dropped()).isEqualTo(14);
		assertThat(state.waiting()).isEqualTo(6);
		assertThat(exports.states().get(1).dropped()).isZero();
		assertThat(exports.takeDropped()).isEqualTo(14);
		assertThat(exports.takeDropped()).isZero();
		release.countDown();
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(exports.states().get(0).exported()).isEqualTo(6);
	}

	@Test
	void interruptsACallThatTakesTooLongAndTriesAgain() {
		List<String> calls = new CopyOnWriteArrayList<>();
		RecordExports exports = exports(options(5, 5, Duration.ofMillis(1), Duration.ofMillis(20)),
				new Named("slow", (batch) -> {
					calls.add("call");
					if (calls.size() == 1) {
						new CountDownLatch(1).await();
					}
					assertThat(Thread.currentThread().isInterrupted()).isFalse();
				}));
		exports.add(records(1).get(0));
		await().until(() -> exports.states().get(0).exported() == 1);
		// On a busy machine the second call may be too slow as well.
		assertThat(exports.states().get(0).failures()).isPositive();
		assertThat(this.failures.summaries().get("exporter slow").count()).isPositive();
		assertThat(this.failures.summaries().get("exporter slow").last()).contains("20 ms");
	}

	@Test
	void triesAgainAsOftenAsNeededAfterAFailureOfInputAndOutput() {
		int[] calls = new int[1];
		List<Long> arrived = new CopyOnWriteArrayList<>();
		RecordExports exports = exports(NEVER_BY_ITSELF, (batch) -> {
			if (++calls[0] < 5) {
				throw new IOException("no route");
			}
			batch.forEach((record) -> arrived.add(record.sequence()));
		});
		records(3).forEach(exports::add);
		for (int i = 0; i < 4; i++) {
			assertThat(exports.flush(LONG)).isFalse();
		}
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(arrived).containsExactly(1L, 2L, 3L);
		assertThat(exports.states().get(0)).isEqualTo(new ExporterState("exporter", 0, 3, 0, 4, 0));
	}

	@Test
	void dropsABatchAfterThreeFailuresOfAnyOtherKind() {
		RecordExports exports = exports(NEVER_BY_ITSELF, new Named("broken", (batch) -> {
			if (batch.get(0).sequence() == 1) {
				throw new IllegalStateException("on purpose");
			}
			this.collector.export(batch);
		}));
		List<InvocationRecord> records = records(4);
		exports.add(records.get(0));
		exports.add(records.get(1));
		assertThat(exports.flush(LONG)).isFalse();
		exports.add(records.get(2));
		exports.add(records.get(3));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.sequences()).containsExactly(3L, 4L);
		assertThat(exports.states().get(0)).isEqualTo(new ExporterState("broken", 0, 2, 2, 3, 0));
		assertThat(exports.takeDropped()).isEqualTo(2);
	}

	@Test
	void survivesErrors() {
		int[] calls = new int[1];
		RecordExports exports = exports(NEVER_BY_ITSELF, (batch) -> {
			if (++calls[0] == 1) {
				throw new StackOverflowError();
			}
			this.collector.export(batch);
		});
		exports.add(records(1).get(0));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.sequences()).containsExactly(1L);
	}

	@Test
	void flushesAgainIfAFlushFailed() {
		this.collector.failingFlushes = 1;
		RecordExports exports = exports(NEVER_BY_ITSELF, this.collector);
		exports.add(records(1).get(0));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(this.collector.flushes).isEmpty();
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.flushes).containsExactly(1);
		assertThat(this.collector.sequences()).containsExactly(1L);
	}

	@Test
	void aFailingFlushKeepsNoRecordWaiting() {
		this.collector.failingFlushes = Integer.MAX_VALUE;
		RecordExports exports = exports(options(2, 1, Duration.ofHours(1), LONG), this.collector);
		for (InvocationRecord record : records(5)) {
			exports.add(record);
			await().until(() -> this.collector.sequences().contains(record.sequence()));
		}
		assertThat(exports.states().get(0).dropped()).isZero();
		assertThat(this.collector.flushes).isEmpty();
		this.collector.failingFlushes = 0;
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.flushes).containsExactly(5);
	}

	@Test
	void theLogSaysThatRecordsWait() {
		RecordExports exports = exports(NEVER_BY_ITSELF, new Named("broken", (batch) -> {
			throw new IOException("no route");
		}));
		exports.add(records(1).get(0));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(this.log.records()).filteredOn((record) -> record.getLevel() == Level.WARNING)
			.extracting(LogRecord::getMessage)
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("exporter broken; no call is affected, and records wait until it is tried again. ")
			.doesNotContain("incomplete");
	}

	@Test
	void anInterruptEndsTheWaitingAndStays() {
		CountDownLatch release = new CountDownLatch(1);
		RecordExports exports = exports(NEVER_BY_ITSELF, (batch) -> release.await());
		exports.add(records(1).get(0));
		Thread.currentThread().interrupt();
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		release.countDown();
		assertThat(exports.flush(LONG)).isTrue();
	}

	@Test
	void theEndOfAnOutermostInvocationWaitsIfSoConfigured() {
		ExportOptions options = new ExportOptions(10, 10, Duration.ofHours(1), LONG, LONG, 0);
		RecordExports exports = exports(options, this.collector);
		exports.add(records(1).get(0));
		assertThat(this.collector.flushes).containsExactly(1);
	}

	@Test
	void keepsSamplesForThoseThatNeedThemWithinTheLimit() {
		InvocationRecord sampled = sampled();
		long bytes = sampled.samples().sizeInBytes();
		Collector needs = new Collector();
		needs.needsSamples = true;
		RecordExports exports = exports(new ExportOptions(10, 10, Duration.ofHours(1), LONG, Duration.ZERO, bytes * 2),
				needs, this.collector);
		for (int i = 0; i < 3; i++) {
			exports.add(sampled);
		}
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(needs.records().stream().filter((record) -> record.samples() != null)).hasSize(2);
		assertThat(needs.records()).hasSize(3);
		assertThat(this.collector.records()).hasSize(3).allMatch((record) -> record.samples() == null);
		assertThat(exports.states().get(0).withoutSamples()).isEqualTo(1);
		assertThat(exports.states().get(1).withoutSamples()).isZero();
		exports.add(sampled);
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(needs.records().get(3).samples()).isNotNull();
	}

	@Test
	void countsWhatComesAfterItIsClosed() {
		RecordExports exports = exports(NEVER_BY_ITSELF, this.collector);
		List<InvocationRecord> records = records(2);
		exports.add(records.get(0));
		assertThat(exports.flush(LONG)).isTrue();
		exports.close();
		exports.add(records.get(1));
		assertThat(exports.flush(LONG)).isFalse();
		assertThat(exports.states().get(0).dropped()).isEqualTo(1);
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("resource-monitor-export-Collector"));
	}

	@Test
	void closingEndsTheThreadBetweenTwoBatches() throws Exception {
		CountDownLatch exporting = new CountDownLatch(1);
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		RecordExports exports = exports(options(100, 2, Duration.ofHours(1), LONG), new Named("slow", (batch) -> {
			sizes.add(batch.size());
			exporting.countDown();
			new CountDownLatch(1).await();
		}));
		records(6).forEach(exports::add);
		assertThat(exporting.await(60, TimeUnit.SECONDS)).isTrue();
		exports.close();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("resource-monitor-export-slow"));
		assertThat(sizes).containsExactly(2);
		assertThat(exports.states().get(0).dropped()).isEqualTo(6);
	}

	@Test
	void aWrappedInterruptOfTheTimeoutDropsNothing() {
		int[] calls = new int[1];
		RecordExports exports = exports(options(5, 5, Duration.ofMillis(1), Duration.ofMillis(1)),
				new Named("wrapping", (batch) -> {
					if (++calls[0] <= 3) {
						try {
							new CountDownLatch(1).await();
						}
						catch (InterruptedException ex) {
							throw new IllegalStateException(ex);
						}
					}
				}));
		exports.add(records(1).get(0));
		await().until(() -> {
			exports.requestFlush();
			return exports.states().get(0).exported() == 1;
		});
		assertThat(exports.states().get(0).dropped()).isZero();
	}

	@Test
	void failuresThatPassDoNotCountAsAttempts() {
		int[] calls = new int[1];
		RecordExports exports = exports(NEVER_BY_ITSELF, (batch) -> {
			int call = ++calls[0];
			if (call <= 2) {
				throw new IOException("no route");
			}
			if (call <= 4) {
				throw new IllegalStateException("on purpose");
			}
		});
		exports.add(records(1).get(0));
		for (int i = 0; i < 4; i++) {
			assertThat(exports.flush(LONG)).isFalse();
		}
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(exports.states().get(0)).isEqualTo(new ExporterState("exporter", 0, 1, 0, 4, 0));
	}

	@Test
	void theEndOfAnInvocationWaitsForNoExporterThatHasJustFailed() {
		int[] calls = new int[1];
		ExportOptions options = new ExportOptions(10, 10, Duration.ofHours(1), LONG, LONG, 0);
		RecordExports exports = exports(options, (batch) -> {
			calls[0]++;
			throw new IOException("no route");
		});
		List<InvocationRecord> records = records(3);
		records.forEach(exports::add);
		assertThat(calls[0]).isEqualTo(1);
		assertThat(exports.states().get(0).waiting()).isEqualTo(3);
	}

	@Test
	void nothingWaitsWhenTheApplicationStops() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ExportOptions options = new ExportOptions(10, 10, Duration.ofHours(1), LONG, LONG, 0);
		RecordExports exports = exports(options, (batch) -> {
			hanging.countDown();
			release.await();
		}, this.collector);
		exports.states();
		exports.stopping();
		List<InvocationRecord> records = records(2);
		exports.add(records.get(0));
		assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
		exports.add(records.get(1));
		await().until(() -> this.collector.sequences().equals(List.of(1L, 2L)));
		release.countDown();
	}

	@Test
	void anExporterWithoutANameDoesNotKeepOthersFromTheirRecords() {
		RecordExporter broken = new RecordExporter() {

			@Override
			public String name() {
				throw new IllegalStateException("on purpose");
			}

			@Override
			public void export(List<InvocationRecord> records) {
			}

		};
		RecordExports exports = exports(NEVER_BY_ITSELF, broken, this.collector);
		exports.add(records(1).get(0));
		assertThat(exports.flush(LONG)).isTrue();
		assertThat(this.collector.sequences()).containsExactly(1L);
		assertThat(this.failures.summaries()).containsKey("exporters");
	}

	@Test
	void survivesALookupThatFails() {
		RecordExports exports = new RecordExports(() -> {
			throw new IllegalStateException("on purpose");
		}, NEVER_BY_ITSELF, this.failures);
		assertThatNoException().isThrownBy(() -> exports.add(records(1).get(0)));
		assertThat(this.failures.summaries()).containsKey("exporters");
	}

	@Test
	void namesAreUnique() {
		RecordExports exports = exports(NEVER_BY_ITSELF, this.collector, new Collector(), (batch) -> {
		}, (batch) -> {
		});
		assertThat(exports.states()).extracting(ExporterState::name)
			.containsExactly("Collector", "Collector-2", "exporter", "exporter-2");
	}

	@Test
	void theNextRecordSaysWhatWasDropped() {
		TestMonitor test = new TestMonitor();
		CompletableFuture<Void> release = new CompletableFuture<>();
		test.exporters.add(new Named("hangs", (batch) -> release.get()));
		var monitor = test.build();
		int count = ExportOptions.DEFAULTS.queueCapacity() + ExportOptions.DEFAULTS.batchSize() + 1;
		for (int i = 0; i < count; i++) {
			monitor.run("handler", () -> {
			});
		}
		long dropped = test.exports.states().get(0).dropped();
		assertThat(dropped).isPositive();
		monitor.run("last", () -> {
		});
		assertThat(test.record("last").monitor().dropped()).isEqualTo(1);
		release.complete(null);
		test.exports.close();
	}

	@Test
	void optionsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> options(0, 1, LONG, LONG)).withMessageContaining("queue");
		assertThatIllegalArgumentException().isThrownBy(() -> options(1, 2, LONG, LONG)).withMessageContaining("batch");
		assertThatIllegalArgumentException().isThrownBy(() -> options(1, 1, Duration.ofSeconds(-1), LONG))
			.withMessageContaining("interval");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> options(1, 1, LONG, Duration.ZERO))
			.withMessageContaining("timeout");
	}

	private record Named(String name, RecordExporter target) implements RecordExporter {

		@Override
		public void export(List<InvocationRecord> records) throws Exception {
			this.target.export(records);
		}

	}

	private static final class Collector implements RecordExporter {

		private final List<List<InvocationRecord>> batches = new CopyOnWriteArrayList<>();

		private final List<Integer> flushes = new CopyOnWriteArrayList<>();

		private volatile int failingFlushes;

		private volatile boolean needsSamples;

		@Override
		public boolean needsSamples() {
			return this.needsSamples;
		}

		@Override
		public void export(List<InvocationRecord> records) {
			this.batches.add(records);
		}

		@Override
		public void flush() throws IOException {
			if (this.failingFlushes > 0) {
				this.failingFlushes--;
				throw new IOException("no route");
			}
			this.flushes.add(records().size());
		}

		List<InvocationRecord> records() {
			return this.batches.stream().flatMap(List::stream).toList();
		}

		List<Long> sequences() {
			return records().stream().map(InvocationRecord::sequence).toList();
		}

	}

}
