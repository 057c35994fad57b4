package io.github.resourcemonitor.invocation;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.CapturedLog;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummary;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for the failure policy: each collaborator of the monitor fails without affecting
 * the measured call.
 */
class FailurePolicyTests {

	private static final int CALLS = 3;

	private final TestMonitor test = new TestMonitor();

	private final IllegalStateException broken = new IllegalStateException("broken on purpose");

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private final List<String> told = new CopyOnWriteArrayList<>();

	@BeforeEach
	void watch() {
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				FailurePolicyTests.this.told.add(record.id());
			}

		});
	}

	@Test
	void survivesARepository() {
		this.test.repository = new InvocationRepository() {

			@Override
			public void add(InvocationRecord record) {
				throw FailurePolicyTests.this.broken;
			}

			@Override
			public List<InvocationRecord> findAll() {
				return List.of();
			}

			@Override
			public InvocationRecord findById(String id) {
				return null;
			}

		};
		callAndThrow();
		assertThat(this.test.summaries.findAll()).singleElement().extracting(HandlerSummary::count).isEqualTo(6L);
		assertThat(this.told).hasSize(2 * CALLS);
		assertFailedIn("repository", 2 * CALLS);
	}

	@Test
	void survivesAListener() {
		InvocationListener listener = new InvocationListener() {

			@Override
			public void onStart(Invocation invocation) {
				throw FailurePolicyTests.this.broken;
			}

			@Override
			public void onEnd(InvocationRecord record) {
				throw FailurePolicyTests.this.broken;
			}

		};
		this.test.listeners.add(0, listener);
		callAndThrow();
		assertEveryOutletHasTheRecords();
		assertFailedIn("listener " + listener.getClass().getName(), 4 * CALLS);
	}

	@Test
	void survivesAFailingLookupOfListeners() {
		this.test.listeners.clear();
		MonitorComponents instruments = instruments();
		Invocations invocations = new Invocations(instruments,
				new RecordPublisher(this.test.kept, this.test.summaries, () -> {
					throw this.broken;
				}, this.test.exports, this.test.failures));
		callAndThrow(new DefaultResourceMonitor(invocations));
		assertThat(this.test.records()).hasSize(2 * CALLS);
		assertThat(invocations.lost()).isZero();
		assertFailedIn("listeners", 4 * CALLS);
	}

	private MonitorComponents instruments() {
		this.test.build();
		return this.test.invocations().components();
	}

	@Test
	void survivesAReader() {
		FakeSource.Part cpu = this.test.source.edge(Column.CPU_CGROUP);
		this.test.source.edge(Column.MEMORY_RSS);
		DefaultResourceMonitor monitor = this.test.build();
		cpu.failWith(new IOException("broken on purpose"));
		callAndThrow(monitor);
		assertEveryOutletHasTheRecords();
		assertThat(this.test.records()).allSatisfy((record) -> {
			assertThat(record.process().delta(Column.CPU_CGROUP)).isNull();
			assertThat(record.process().reason(Column.CPU_CGROUP)).isNotNull();
			assertThat(record.process().peak(Column.MEMORY_RSS)).isNotNull();
		});
		assertThat(this.test.failures.summaries()).containsOnlyKeys("reader FakeReader");
		assertWarnedOnce("reader FakeReader");
	}

	@Test
	void survivesATrace() {
		this.test.traces = () -> {
			throw this.broken;
		};
		callAndThrow();
		assertEveryOutletHasTheRecords();
		assertThat(this.test.records()).extracting(InvocationRecord::trace).containsOnlyNulls();
		assertFailedIn("trace context", 2 * CALLS);
	}

	@Test
	void survivesThreadClocks() {
		DefaultResourceMonitor monitor = this.test.build();
		this.test.threadClocks.failWith(this.broken);
		callAndThrow(monitor);
		assertEveryOutletHasTheRecords();
		assertThat(this.test.records()).extracting(InvocationRecord::own)
			.containsOnly(new OwnUsage(null, null, 1, "its thread has no CPU clock", 0));
		// CPU and allocation at both edges.
		assertFailedIn("clock of a thread", 2 * CALLS * 4);
	}

	@Test
	void survivesThreadClocksWithoutResolution() throws Exception {
		this.test.threadClocks.failWith(this.broken);
		DefaultResourceMonitor monitor = this.test.build();
		this.test.threadClocks.failWith(null);
		callAndThrow(monitor);
		assertEveryOutletHasTheRecords();
		assertFailedIn("resolution of the thread clocks", 1);
	}

	@Test
	void survivesAFailingWallClock() {
		Clock wallClock = new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				throw FailurePolicyTests.this.broken;
			}

		};
		this.test.wallClock = wallClock;
		callAndThrow();
		assertThat(this.test.records()).isEmpty();
		assertThat(this.test.invocations().lost()).isEqualTo(2 * CALLS);
		assertThat(this.test.invocations().active()).isZero();
		assertFailedIn("start or end of an invocation", 2 * CALLS);
	}

	@Test
	void returnsANoOpScopeIfAnInvocationCannotStart() {
		this.test.wallClock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.MAX_VALUE));
		DefaultResourceMonitor monitor = this.test.build();
		try (InvocationScope scope = monitor.start("handler")) {
			assertThat(scope.handler()).isEqualTo("handler");
			assertThat(scope.id()).isEqualTo("unmeasured");
			assertThat(scope.start()).isNotNull();
			assertThat(monitor.current()).isEmpty();
			scope.failed(this.broken);
			scope.closeWith("result");
		}
		assertThat(this.test.invocations().lost()).isEqualTo(1);
	}

	@Test
	void survivesTheSamplersThreadFactory() {
		ThreadFactory threads = (task) -> {
			throw this.broken;
		};
		this.test.sampler = new ManualSampler(this.test.source,
				ColumnCatalog.probe(this.test.source, this.test.failures), this.test.clock, this.test.failures, threads)
			.sampler();
		callAndThrow();
		assertEveryOutletHasTheRecords();
		assertFailedIn("starting the sampler's thread", 2 * CALLS);
	}

	@Test
	void survivesAPayloadSizer() throws Exception {
		this.test.sizers = List.of(new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				return type == byte[].class;
			}

			@Override
			public long sizeOf(Object payload) {
				throw FailurePolicyTests.this.broken;
			}

		});
		byte[] result = new byte[5];
		DefaultResourceMonitor monitor = this.test.build();
		for (int i = 0; i < CALLS; i++) {
			assertThat(monitor.<byte[]>call("handler",
					() -> monitor.callService("storage", "get", CallDirection.DOWNLOAD, () -> result)))
				.isSameAs(result);
		}
		assertThat(this.test.records()).hasSize(CALLS).allSatisfy((record) -> {
			assertThat(record.serviceCalls()).singleElement().satisfies((usage) -> {
				assertThat(usage.count()).isEqualTo(1);
				assertThat(usage.errors()).isZero();
				assertThat(usage.bytes()).isNull();
				assertThat(usage.unmeasured()).isEqualTo(1);
			});
		});
		assertFailedIn("payload sizer", CALLS);
	}

	@Test
	void survivesTheMonotonicClock() throws Exception {
		MonitorComponents sound = instruments();
		MonitorComponents instruments = new MonitorComponents(sound.function(), () -> {
			throw this.broken;
		}, sound.wallClock(), sound.processAgeNanos(), sound.threadClocks(), sound.catalog(), sound.edges(),
				sound.sampler(), sound.traces(), sound.sizers(), sound.outside(), sound.lateWork(), sound.maxActive(),
				sound.maxServiceOperations(), sound.failures(), null);
		DefaultResourceMonitor monitor = new DefaultResourceMonitor(
				new Invocations(instruments, new RecordPublisher(this.test.kept, this.test.summaries,
						() -> this.test.listeners, this.test.exports, this.test.failures)));
		callAndThrow(monitor);
		Object result = new Object();
		assertThat(monitor.<Object>callService("s", "o", CallDirection.DOWNLOAD, () -> result)).isSameAs(result);
		try (ServiceCallScope call = monitor.startServiceCall("s", "o", CallDirection.UPLOAD)) {
			InputStream in = InputStream.nullInputStream();
			call.bytes(1);
			call.payload("text");
			call.failed(this.broken);
			assertThat(call.count(in, InputStream.class)).isSameAs(in);
			assertThat(call.countToEnd(in, InputStream.class)).isSameAs(in);
		}
		assertThat(this.test.records()).isEmpty();
		assertThat(this.test.failures.summaries()).containsOnlyKeys("start of a service call",
				"start or end of an invocation");
	}

	private void callAndThrow() {
		callAndThrow(this.test.build());
	}

	private void callAndThrow(DefaultResourceMonitor monitor) {
		Object result = new Object();
		IOException thrown = new IOException("of the work");
		for (int i = 0; i < CALLS; i++) {
			Thread.currentThread().interrupt();
			assertThat(catchThrowable(() -> assertThat(monitor.<Object>call("handler", () -> result)).isSameAs(result)))
				.isNull();
			assertThat(catchThrowable(() -> monitor.call("handler", () -> {
				throw thrown;
			}))).isSameAs(thrown);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(monitor.current()).isEmpty();
		}
		assertThat(thrown.getSuppressed()).isEmpty();
	}

	private void assertEveryOutletHasTheRecords() {
		assertThat(this.test.records()).hasSize(2 * CALLS);
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.ERROR, Outcome.SUCCESS, Outcome.ERROR, Outcome.SUCCESS,
					Outcome.ERROR);
		assertThat(this.test.summaries.findAll()).singleElement().satisfies((summary) -> {
			assertThat(summary.count()).isEqualTo(2 * CALLS);
			assertThat(summary.errors()).isEqualTo(CALLS);
		});
		assertThat(this.told)
			.containsExactlyElementsOf(this.test.records().stream().map(InvocationRecord::id).toList());
		assertThat(this.test.invocations().active()).isZero();
		assertThat(this.test.invocations().lost()).isZero();
	}

	private void assertFailedIn(String hook, int times) {
		assertThat(this.test.failures.summaries()).containsOnlyKeys(hook);
		assertThat(this.test.failures.summaries().get(hook))
			.isEqualTo(new Failures.Summary(times, this.broken.toString()));
		assertWarnedOnce(hook);
	}

	private void assertWarnedOnce(String hook) {
		long failures = this.test.failures.summaries().get(hook).count();
		List<LogRecord> logged = this.log.records();
		assertThat(logged).allSatisfy((event) -> assertThat(event.getMessage()).contains(hook));
		assertThat(logged).hasSize((int) failures);
		assertThat(logged.get(0).getLevel()).isEqualTo(Level.WARNING);
		// The level DEBUG of the platform logger.
		assertThat(logged.subList(1, logged.size())).extracting(LogRecord::getLevel).allMatch(Level.FINE::equals);
	}

}
