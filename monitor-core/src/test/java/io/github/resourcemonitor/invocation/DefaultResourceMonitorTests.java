package io.github.resourcemonitor.invocation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ManualSampler;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.linux.LinuxSource;
import io.github.resourcemonitor.share.Concurrency;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class DefaultResourceMonitorTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	@Test
	void returnsTheSameResult() throws Exception {
		Object result = new Object();
		assertThat(this.monitor.<Object>call("handler", () -> result)).isSameAs(result);
		assertThat(this.monitor.<Object>call("handler", () -> null)).isNull();
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
	}

	@Test
	void scopesThatAreNeverClosedDoNotAccumulate() {
		InvocationScope first = this.monitor.start("forgotten");
		for (int i = 0; i < 64; i++) {
			this.monitor.start("forgotten");
		}
		this.monitor.run("handler", () -> {
		});
		assertThat(this.test.record().parentId()).isNull();
		assertThat(this.test.failures.summaries().get("nesting of invocations")).satisfies((summary) -> {
			assertThat(summary.count()).isEqualTo(1);
			assertThat(summary.last()).contains("Close each InvocationScope");
		});
		first.close();
		assertThat(this.monitor.current()).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void anInvocationWithoutANameIsRecordedAndReported() {
		String none = null;
		this.monitor.run(none, () -> {
		});
		assertThat(this.test.record().handler()).isEqualTo("(unnamed)");
		assertThat(this.test.summaries.findAll()).singleElement()
			.satisfies((summary) -> assertThat(summary.handler()).isEqualTo("(unnamed)"));
		assertThat(this.test.failures.summaries()).containsOnlyKeys("name of a handler");
	}

	@Test
	void recordsAnInvocation() {
		this.monitor.run("handler", () -> this.test.clock.advance(42));
		InvocationRecord record = this.test.record();
		assertThat(record.id()).isEqualTo("abc-1");
		assertThat(record.sequence()).isEqualTo(1);
		assertThat(record.handler()).isEqualTo("handler");
		assertThat(record.function()).isSameAs(this.test.function);
		assertThat(record.start()).isEqualTo(TestMonitor.START);
		assertThat(record.durationNanos()).isEqualTo(42);
		assertThat(record.concurrency()).isEqualTo(new Concurrency(1, 1));
		assertThat(record.parentId()).isNull();
		assertThat(record.error()).isNull();
		assertThat(record.trace()).isNull();
		assertThat(record.nested()).isEqualTo(NestedUsage.NONE);
		assertThat(record.serviceCalls()).isEmpty();
		assertThat(record.samples()).isNull();
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void rethrowsTheSameExceptionInstance(Throwable thrown) {
		assertThat(catchThrowable(() -> this.monitor.call("call", () -> sneakyThrow(thrown)))).isSameAs(thrown);
		assertThat(catchThrowable(() -> this.monitor.run("run", () -> sneakyThrow(thrown)))).isSameAs(thrown);
		assertThat(thrown.getSuppressed()).isEmpty();
		assertThat(this.test.records()).hasSize(2).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo(Outcome.ERROR);
			assertThat(record.error()).isEqualTo(thrown.getClass().getName());
		});
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	static List<Throwable> throwables() {
		return List.of(new IllegalStateException("unchecked"), new IOException("checked"), new StackOverflowError(),
				new OutOfMemoryError("no"), new Throwable("neither"), new InterruptedException("sneaky"));
	}

	@Test
	void namesTheExceptionOfTheApplicationNotTheWrapperOfFutures() {
		catchThrowable(() -> this.monitor.run("wrapped", () -> {
			throw new CompletionException(new IOException("inside"));
		}));
		catchThrowable(() -> this.monitor.run("bare", () -> {
			throw new CompletionException("no cause", null);
		}));
		assertThat(this.test.record("wrapped").error()).isEqualTo(IOException.class.getName());
		assertThat(this.test.record("bare").error()).isEqualTo(CompletionException.class.getName());
	}

	@Test
	void doesNotTreatACancellationAsAnError() {
		CancellationException thrown = new CancellationException();
		assertThat(catchThrowable(() -> this.monitor.run("handler", () -> sneakyThrow(thrown)))).isSameAs(thrown);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.CANCELLED);
	}

	@Test
	void doesNotChangeThreadAndInterruptFlag() throws Exception {
		Thread caller = Thread.currentThread();
		Thread.currentThread().interrupt();
		Thread worker = this.monitor.call("handler", () -> {
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			return Thread.currentThread();
		});
		assertThat(Thread.interrupted()).isTrue();
		assertThat(worker).isSameAs(caller);
		this.monitor.run("interrupts", () -> Thread.currentThread().interrupt());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.test.records()).hasSize(2);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void measuresEvenIfTheThreadIsInterrupted() {
		LinuxSource linux = LinuxSource.detect(Path.of("/"));
		Failures failures = new Failures();
		ColumnCatalog catalog = ColumnCatalog.probe(linux, failures);
		try (EdgeReader edges = new EdgeReader(linux, 0.02, System::nanoTime, failures)) {
			for (int i = 0; i < 2; i++) {
				Thread.currentThread().interrupt();
				var before = edges.read(null, System.nanoTime());
				var after = edges.read(before, System.nanoTime());
				assertThat(Thread.interrupted()).isTrue();
				assertThat(after).isNotSameAs(before);
				assertThat(new ProcessUsage(catalog, before, after, null).peak(Column.MEMORY_RSS)).isNotNull();
			}
		}
		assertThat(failures.summaries()).isEmpty();
	}

	@Test
	void endsImmediatelyIfTheStageIsComplete() throws Exception {
		CompletableFuture<String> stage = CompletableFuture.completedFuture("done");
		assertThat(this.monitor.<Object>call("handler", () -> stage)).isSameAs(stage);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.test.record().own().isComplete()).isTrue();
	}

	@Test
	void endsWhenTheStageCompletes() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		assertThat(this.monitor.<Object>call("handler", () -> {
			this.test.threadClocks.use(3, 4);
			this.test.clock.advance(10);
			return stage;
		})).isInstanceOf(CompletableFuture.class);
		assertThat(this.test.records()).isEmpty();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.invocations().active()).isEqualTo(1);
		this.test.clock.advance(20);
		this.test.threadClocks.use(1000, 1000);
		stage.complete("later");
		InvocationRecord record = this.test.record();
		assertThat(record.durationNanos()).isEqualTo(30);
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(record.own())
			.isEqualTo(new OwnUsage(3L, 4L, 1, "its result was completed by a thread that was not attached to it", 0));
		assertThat(this.test.invocations().active()).isZero();
	}

	@Test
	void endsWhenTheStageCompletesOnAnotherThread() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		this.monitor.call("handler", () -> stage);
		Thread thread = new Thread(() -> stage.complete("elsewhere"));
		thread.start();
		thread.join();
		assertThat(this.test.record().own().isComplete()).isFalse();
	}

	@Test
	void recordsAStageThatFails() throws Exception {
		CompletableFuture<String> early = CompletableFuture.failedFuture(new IOException());
		this.monitor.call("early", () -> early);
		CompletableFuture<String> late = new CompletableFuture<>();
		this.monitor.call("late", () -> late.thenApply(String::length));
		late.completeExceptionally(new IOException());
		assertThat(this.test.records()).hasSize(2).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo(Outcome.ERROR);
			assertThat(record.error()).isEqualTo(IOException.class.getName());
		});
	}

	@Test
	void recordsAStageThatIsCancelled() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		this.monitor.call("itself", () -> stage);
		this.monitor.call("what it waits for", () -> stage.thenApply(String::length));
		stage.cancel(false);
		assertThat(this.test.records()).hasSize(2).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
			assertThat(record.error()).isEqualTo(CancellationException.class.getName());
		});
	}

	@Test
	void recordsAStageThatTimesOut() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		this.monitor.call("handler", () -> stage.orTimeout(1, TimeUnit.MILLISECONDS).thenApply(String::length));
		Awaitility.await().until(() -> !this.test.records().isEmpty());
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(this.test.record().error()).isEqualTo(TimeoutException.class.getName());
	}

	@Test
	void usesStrategiesForOtherResults() throws Exception {
		List<OngoingInvocation> followed = new ArrayList<>();
		Invocations invocations = new Invocations(
				this.test.invocations().components(), new RecordPublisher(this.test.kept, this.test.summaries, List::of,
						this.test.exports, this.test.failures),
				() -> List.of((invocation, result) -> false, (invocation, result) -> {
					if (result.equals("broken")) {
						throw new IllegalStateException("as planned");
					}
					if (result.equals("later")) {
						invocation.detach();
						followed.add(invocation);
						return true;
					}
					return false;
				}));
		DefaultResourceMonitor monitor = new DefaultResourceMonitor(invocations);
		monitor.call("now", () -> "now");
		assertThat(this.test.record("now").outcome()).isEqualTo(Outcome.SUCCESS);
		monitor.call("broken", () -> "broken");
		assertThat(this.test.record("broken").outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.test.failures.summaries()).containsOnlyKeys("waiting for a result");
		monitor.call("later", () -> "later");
		assertThat(invocations.capture()).isNull();
		assertThat(this.test.records()).hasSize(2);
		try (ThreadScope working = followed.get(0).enter()) {
			assertThat(followed.get(0).isCurrent()).isTrue();
			this.test.threadClocks.use(30, 400);
			try (ThreadScope elsewhere = followed.get(0).leave()) {
				assertThat(followed.get(0).isCurrent()).isFalse();
				this.test.threadClocks.use(1_000, 1_000);
			}
		}
		followed.get(0).end(new CancellationException());
		followed.get(0).end(null);
		assertThat(this.test.record("later").outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.test.record("later").own().cpuNanos()).isEqualTo(30);
	}

	@Test
	void supportsMinimalCompletionStages() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		CompletionStage<String> minimal = future.minimalCompletionStage();
		assertThat(this.monitor.<Object>call("later", () -> minimal)).hasSameClassAs(minimal);
		assertThat(this.test.records()).isEmpty();
		this.test.clock.advance(7);
		future.complete("done");
		assertThat(this.test.record().durationNanos()).isEqualTo(7);
		this.monitor.call("now", () -> CompletableFuture.failedStage(new IOException()));
		assertThat(this.test.record("now").error()).isEqualTo(IOException.class.getName());
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	@Test
	void endsIfTheStageRejectsTheCallback() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>() {

			@Override
			public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
				throw new IllegalStateException("not with me");
			}

		};
		assertThat(this.monitor.<Object>call("handler", () -> stage)).isSameAs(stage);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.test.failures.summaries()).containsOnlyKeys("waiting for a result");
	}

	@Test
	void endsOuterAndInnerEachWithItsOwnStage() throws Exception {
		CompletableFuture<String> inner = new CompletableFuture<>();
		CompletableFuture<String> outer = new CompletableFuture<>();
		this.monitor.call("outer", () -> {
			this.monitor.call("inner", () -> inner);
			assertThat(this.monitor.current().map(Invocation::handler)).contains("outer");
			return outer;
		});
		inner.complete("first");
		assertThat(this.test.records()).extracting(InvocationRecord::handler).containsExactly("inner");
		outer.complete("second");
		assertThat(this.test.records()).extracting(InvocationRecord::handler).containsExactly("inner", "outer");
		assertThat(this.test.record("outer").nested().count()).isEqualTo(1);
	}

	@Test
	void doesNotChargeMonitoringOfAnInnerInvocationToTheOuterOne() {
		FakeThreadClocks clocks = this.test.threadClocks;
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				// For example a listener that writes a line.
				clocks.use(5000, 70_000);
			}

		});
		this.monitor.run("outer", () -> {
			clocks.use(1, 10);
			this.monitor.run("inner", () -> {
				clocks.use(20, 200);
				this.monitor.run("innermost", () -> clocks.use(300, 3000));
			});
		});
		assertThat(this.test.record("innermost").own().cpuNanos()).isEqualTo(300);
		assertThat(this.test.record("inner").own().cpuNanos()).isEqualTo(320);
		assertThat(this.test.record("outer").own().cpuNanos()).isEqualTo(321);
		assertThat(this.test.record("outer").own().allocatedBytes()).isEqualTo(3210);
		assertThat(this.test.record("outer").monitor().cpuNanos()).isGreaterThanOrEqualTo(10_000);
	}

	@Test
	void nestsInvocations() {
		FakeThreadClocks clocks = this.test.threadClocks;
		this.monitor.run("outer", () -> {
			clocks.use(1, 10);
			this.monitor.run("first", () -> clocks.use(20, 200));
			this.monitor.run("second", () -> {
				clocks.use(300, 3000);
				this.monitor.run("innermost", () -> clocks.use(4000, 40000));
			});
		});
		InvocationRecord outer = this.test.record("outer");
		InvocationRecord second = this.test.record("second");
		assertThat(this.test.record("first").parentId()).isEqualTo(outer.id());
		assertThat(second.parentId()).isEqualTo(outer.id());
		assertThat(this.test.record("innermost").parentId()).isEqualTo(second.id());
		assertThat(outer.parentId()).isNull();
		assertThat(outer.own().cpuNanos()).isEqualTo(4321);
		assertThat(outer.own().allocatedBytes()).isEqualTo(43210);
		assertThat(outer.nested()).isEqualTo(new NestedUsage(2, 4320L, 43200L));
		assertThat(second.nested()).isEqualTo(new NestedUsage(1, 4000L, 40000L));
		assertThat(this.test.records()).allSatisfy((record) -> {
			assertThat(record.concurrency()).isEqualTo(new Concurrency(1, 1));
			assertThat(record.own().isComplete()).isTrue();
		});
	}

	@Test
	void knowsTheInnermostInvocationOfEachThread() throws Exception {
		assertThat(this.monitor.current()).isEmpty();
		try (InvocationScope outer = this.monitor.start("outer")) {
			assertThat(this.monitor.current()).containsSame(outer);
			try (InvocationScope inner = this.monitor.start("inner")) {
				assertThat(this.monitor.current()).containsSame(inner);
				AtomicReference<Object> elsewhere = new AtomicReference<>();
				Thread thread = new Thread(() -> elsewhere.set(this.monitor.current()));
				thread.start();
				thread.join();
				assertThat(elsewhere.get()).isEqualTo(Optional.empty());
			}
			assertThat(this.monitor.current()).containsSame(outer);
			assertThat(outer.handler()).isEqualTo("outer");
			assertThat(outer.id()).isEqualTo("abc-1");
			assertThat(outer.start()).isEqualTo(TestMonitor.START);
		}
		assertThat(this.monitor.current()).isEmpty();
	}

	@Test
	void closesAScopeOnce() {
		InvocationScope scope = this.monitor.start("handler");
		this.test.clock.advance(5);
		scope.close();
		this.test.clock.advance(5);
		scope.failed(new IOException());
		scope.close();
		scope.closeWith("result");
		scope.closeWith(CompletableFuture.failedFuture(new IOException()));
		assertThat(this.test.record().durationNanos()).isEqualTo(5);
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.test.invocations().active()).isZero();
	}

	@Test
	void recordsAScopeThatFailed() {
		try (InvocationScope scope = this.monitor.start("handler")) {
			scope.failed(new IOException());
			assertThat(this.test.records()).isEmpty();
		}
		assertThat(this.test.record().error()).isEqualTo(IOException.class.getName());
	}

	@Test
	void closesScopesOutOfOrder() {
		InvocationScope outer = this.monitor.start("outer");
		InvocationScope inner = this.monitor.start("inner");
		outer.close();
		assertThat(this.monitor.current()).isEmpty();
		this.test.threadClocks.use(9, 9);
		inner.close();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.record("inner").own())
			.isEqualTo(new OwnUsage(0L, 0L, 1, "an enclosing scope was closed before its own", 0));
		assertThat(this.test.record("inner").parentId()).isEqualTo(outer.id());
		this.monitor.run("next", () -> {
		});
		assertThat(this.test.record("next").parentId()).isNull();
		assertThat(this.test.invocations().active()).isZero();
	}

	@Test
	void countsAScopeThatIsClosedOnAnotherThread() throws Exception {
		InvocationScope scope = this.monitor.start("handler");
		this.test.threadClocks.use(50, 50);
		Thread thread = new Thread(scope::close);
		thread.start();
		thread.join();
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(50L, 50L, 1, null, 0));
		assertThat(this.monitor.current()).isEmpty();
		this.monitor.run("next", () -> {
		});
		assertThat(this.test.record("next").parentId()).isNull();
	}

	@Test
	void hasNoRecordOfAScopeThatIsNeverClosed() {
		InvocationScope outer = this.monitor.start("outer");
		this.monitor.start("forgotten");
		outer.close();
		this.monitor.run("next", () -> {
		});
		assertThat(this.test.records()).extracting(InvocationRecord::sequence).containsExactly(1L, 3L);
		assertThat(this.test.record("next").parentId()).isNull();
		assertThat(this.test.invocations().active()).isZero();
		assertThat(this.test.invocations().started()).isEqualTo(3);
		assertThat(this.test.invocations().lost()).isZero();
	}

	@Test
	void isIndependentOfAnotherMonitor() {
		TestMonitor other = new TestMonitor();
		DefaultResourceMonitor otherMonitor = other.build();
		this.monitor.run("mine", () -> {
			assertThat(otherMonitor.current()).isEmpty();
			otherMonitor.run("its", () -> assertThat(this.monitor.current().map(Invocation::handler)).contains("mine"));
		});
		assertThat(this.test.record().handler()).isEqualTo("mine");
		assertThat(this.test.record().nested()).isEqualTo(NestedUsage.NONE);
		assertThat(other.record().parentId()).isNull();
		assertThat(other.record().coldStart()).isTrue();
		assertThat(other.record().concurrency().max()).isEqualTo(1);
	}

	@Test
	void numbersInvocationsWithoutGapsFromManyThreads() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 25; n++) {
					this.monitor.run("handler", () -> {
					});
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.test.records()).extracting(InvocationRecord::sequence)
			.containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
		assertThat(this.test.records()).filteredOn(InvocationRecord::coldStart).hasSize(1);
		assertThat(this.test.invocations().active()).isZero();
	}

	@Test
	void treatsTheFirstInvocationAsTheColdStart() {
		this.monitor.run("first", () -> {
		});
		this.monitor.run("second", () -> {
		});
		assertThat(this.test.record("first").coldStart()).isTrue();
		assertThat(this.test.record("first").initNanos()).isEqualTo(1_234);
		assertThat(this.test.record("second").coldStart()).isFalse();
		assertThat(this.test.record("second").initNanos()).isNull();
	}

	@Test
	void recordsTheTraceThatWasCurrentAtTheStart() {
		TraceContext trace = new TraceContext("trace", "span");
		this.test.traces = () -> trace;
		this.monitor.run("handler", () -> this.test.traces = () -> null);
		assertThat(this.test.record().trace()).isSameAs(trace);
	}

	@Test
	void countsInvocationsThatOverlap() {
		InvocationScope first = this.monitor.start("first");
		this.test.clock.advance(10);
		CompletableFuture<String> second = new CompletableFuture<>();
		first.closeWith(second);
		try (InvocationScope third = this.monitor.start("third")) {
			assertThat(third.handler()).isEqualTo("third");
			this.test.clock.advance(30);
		}
		second.complete("done");
		assertThat(this.test.record("first").concurrency()).isEqualTo(new Concurrency(2, (10 + 30 * 2) / 40.0));
		assertThat(this.test.record("third").concurrency()).isEqualTo(new Concurrency(2, 2));
	}

	@Test
	void recordsProcessAndSamples() {
		this.test.source.edge(Column.CPU_CGROUP, Column.MEMORY_RSS);
		this.test.source.set(Column.MEMORY_RSS, 100);
		ManualSampler hand = new ManualSampler(this.test.source,
				ColumnCatalog.probe(this.test.source, this.test.failures), this.test.clock, this.test.failures);
		this.test.sampler = hand.sampler();
		this.test.build().run("handler", () -> {
			this.test.clock.advance(2_000_000);
			this.test.source.add(Column.CPU_CGROUP, 77);
			this.test.source.set(Column.MEMORY_RSS, 900);
			hand.tick(11);
			this.test.source.set(Column.MEMORY_RSS, 200);
			this.test.clock.advance(1_000_000);
		});
		InvocationRecord record = this.test.record();
		assertThat(record.process().delta(Column.CPU_CGROUP)).isEqualTo(77);
		assertThat(record.process().peak(Column.MEMORY_RSS).max()).isEqualTo(900L);
		assertThat(record.process().peak(Column.MEMORY_RSS).end()).isEqualTo(200L);
		assertThat(record.samples().size()).isEqualTo(1);
		assertThat(record.samples().times()).containsExactly(2_000_000);
		assertThat(record.monitor()).isEqualTo(new MonitorCost(11, 0));
	}

	@Test
	void elapsedTimeOfTheHooksIsNotCpuTime() {
		this.test.traces = () -> {
			// The thread waits for a processor while the invocation starts.
			this.test.clock.advance(500);
			return null;
		};
		this.monitor.run("outer", () -> this.monitor.run("inner", () -> this.test.clock.advance(3)));
		assertThat(this.test.record("inner").monitor()).isEqualTo(new MonitorCost(0, 500, 0));
		assertThat(this.test.record("outer").monitor()).isEqualTo(new MonitorCost(0, 500, 0));
		assertThat(this.test.invocations().hookNanos()).isEqualTo(1000);
		assertThat(this.test.invocations().monitorCpuNanos()).isZero();
	}

	@Test
	void cpuTimeOfTheHooksIsKnownForNestedInvocations() {
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				DefaultResourceMonitorTests.this.test.threadClocks.use(70, 0);
			}

		});
		this.monitor.run("outer", () -> this.monitor.run("inner", () -> {
		}));
		assertThat(this.test.record("outer").monitor().cpuNanos()).isEqualTo(70);
		assertThat(this.test.invocations().monitorCpuNanos()).isEqualTo(70);
	}

	@Test
	void recordsAnInvocationThatIsLongerThanTheRing() {
		this.test.source.edge(Column.DISK_READ_CHARS, Column.MEMORY_RSS);
		ManualSampler hand = new ManualSampler(this.test.source,
				ColumnCatalog.probe(this.test.source, this.test.failures), this.test.clock, this.test.failures);
		this.test.sampler = hand.sampler();
		this.test.build().run("long", () -> {
			for (int i = 1; i <= 1000; i++) {
				this.test.clock.advance(100_000_000);
				this.test.source.add(Column.DISK_READ_CHARS, 3);
				this.test.source.set(Column.MEMORY_RSS, (i == 123) ? 1_000_000 : i);
				hand.tick(11);
			}
		});
		InvocationRecord record = this.test.record();
		assertThat(record.process().delta(Column.DISK_READ_CHARS)).isEqualTo(3000);
		assertThat(record.process().peak(Column.MEMORY_RSS).max()).isEqualTo(1_000_000L);
		assertThat(record.process().peak(Column.MEMORY_RSS).end()).isEqualTo(1000L);
		assertThat(record.samples().size()).isBetween(8, 16);
		assertThat(record.samples().intervalNanos()).isEqualTo(6_400_000_000L);
		assertThat(record.monitor().dropped()).isZero();
	}

	@Test
	void callsListenersOnTheThreadOfTheInvocation() {
		List<String> told = new ArrayList<>();
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onStart(Invocation invocation) {
				told.add("start " + invocation.id() + " current "
						+ DefaultResourceMonitorTests.this.monitor.current().map(Invocation::id).orElse("none"));
			}

			@Override
			public void onEnd(InvocationRecord record) {
				boolean kept = DefaultResourceMonitorTests.this.test.kept.findById(record.id()) == record;
				told.add("end " + record.id() + " current "
						+ DefaultResourceMonitorTests.this.monitor.current().map(Invocation::id).orElse("none")
						+ (kept ? " kept" : ""));
			}

		});
		this.monitor.run("handler", () -> told.add("work"));
		assertThat(told).containsExactly("start abc-1 current abc-1", "work", "end abc-1 current none kept");
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T sneakyThrow(Throwable ex) throws E {
		throw (E) ex;
	}

}
