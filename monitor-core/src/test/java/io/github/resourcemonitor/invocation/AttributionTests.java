package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.InvocationAccount;
import io.github.resourcemonitor.attribution.ThreadMeter;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for attribution across threads: {@link CurrentContext}, {@link ThreadMeter} and
 * {@link InvocationAccount} behind the monitor.
 */
class AttributionTests {

	private final TestMonitor test = new TestMonitor();

	private final FakeThreadClocks clocks = this.test.threadClocks;

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ExecutorService pool = Executors.newFixedThreadPool(4);

	@AfterEach
	void shutDown() {
		this.pool.shutdownNow();
	}

	@Test
	void countsEachThreadThatWorksForTheInvocation() throws Exception {
		this.monitor.call("handler", () -> {
			this.clocks.use(1, 10);
			List<Future<?>> tasks = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				tasks.add(this.pool.submit(this.monitor.propagate(() -> this.clocks.use(100, 1000))));
			}
			for (Future<?> task : tasks) {
				task.get();
			}
			return null;
		});
		OwnUsage own = this.test.record().own();
		assertThat(own.cpuNanos()).isEqualTo(401);
		assertThat(own.allocatedBytes()).isEqualTo(4010);
		assertThat(own.threads()).isBetween(2, 5);
		assertThat(own.isComplete()).isTrue();
		assertThat(this.test.lateWork.findAll()).isEmpty();
	}

	@Test
	void countsNothingOfAThreadBeforeAndAfterItsTask() throws Exception {
		this.pool.submit(() -> this.clocks.use(7000, 7000)).get();
		this.monitor.call("handler", () -> {
			Future<?> task = this.pool.submit(this.monitor.propagate(() -> this.clocks.use(5, 6)));
			task.get();
			on(task, () -> this.clocks.use(7000, 7000));
			return null;
		});
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(5);
	}

	private void on(Future<?> before, Runnable work) throws Exception {
		before.get();
		List<Future<?>> all = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			all.add(this.pool.submit(work));
		}
		for (Future<?> each : all) {
			each.get();
		}
	}

	@Test
	void doesNotCountAThreadTwiceIfItEntersAgain() {
		this.monitor.run("handler", () -> {
			Runnable inner = this.monitor.propagate(() -> this.clocks.use(5, 6));
			Runnable outer = this.monitor.propagate(() -> {
				this.clocks.use(10, 10);
				inner.run();
			});
			outer.run();
			inner.run();
		});
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(20L, 22L, 1, null, 0));
	}

	@Test
	void chargesATaskThatTheCallerRunsToItsOwnInvocation() {
		List<Runnable> tasks = new ArrayList<>();
		InvocationScope first = this.monitor.start("first");
		tasks.add(this.monitor.propagate(() -> {
			this.clocks.use(100, 100);
			assertThat(this.monitor.current().map(Invocation::handler)).contains("first");
		}));
		this.test.invocations().detach(first);
		this.monitor.run("second", () -> {
			this.clocks.use(1, 1);
			tasks.get(0).run();
			assertThat(this.monitor.current().map(Invocation::handler)).contains("second");
			this.clocks.use(2, 2);
		});
		first.close();
		assertThat(this.test.record("first").own().cpuNanos()).isEqualTo(100);
		assertThat(this.test.record("second").own().cpuNanos()).isEqualTo(3);
	}

	@Test
	void chargesTasksOfANestedInvocationToTheOuterOneToo() throws Exception {
		this.monitor.call("outer", () -> {
			this.monitor.call("inner", () -> {
				this.pool.submit(this.monitor.propagate(() -> this.clocks.use(5, 6))).get();
				return null;
			});
			this.clocks.use(10, 10);
			return null;
		});
		assertThat(this.test.record("inner").own()).isEqualTo(new OwnUsage(5L, 6L, 2, null, 0));
		assertThat(this.test.record("outer").own()).isEqualTo(new OwnUsage(15L, 16L, 2, null, 0));
		assertThat(this.test.record("outer").nested().cpuNanos()).isEqualTo(5);
	}

	@Test
	void nestsAHandlerThatATaskCalls() throws Exception {
		this.monitor.call("outer", () -> {
			this.pool.submit(this.monitor.propagate(() -> this.monitor.run("inner", () -> this.clocks.use(5, 6))))
				.get();
			return null;
		});
		assertThat(this.test.record("inner").parentId()).isEqualTo(this.test.record("outer").id());
		assertThat(this.test.record("outer").own().cpuNanos()).isEqualTo(5);
		assertThat(this.test.record("outer").own().threads()).isEqualTo(2);
	}

	@Test
	void settlesTasksThatAreStillRunningAtTheEnd() throws Exception {
		CountDownLatch worked = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		Future<?>[] submitted = new Future<?>[1];
		this.monitor.call("handler", () -> {
			submitted[0] = this.pool.submit(this.monitor.propagate((Callable<Object>) () -> {
				this.clocks.use(5, 6);
				worked.countDown();
				ended.await();
				this.clocks.use(70, 80);
				return null;
			}));
			worked.await();
			return null;
		});
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(5L, 6L, 2, null, 0));
		this.test.clock.advance(TimeUnit.SECONDS.toNanos(1));
		ended.countDown();
		submitted[0].get();
		assertThat(this.test.lateWork.findAll()).containsExactly(new LateWork.Usage("handler", 1, 70, 80));
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(5);
	}

	@Test
	void aTaskThatBeginsAfterTheEndIsLateAndNotCharged() {
		Runnable[] task = new Runnable[1];
		this.monitor.run("first", () -> task[0] = this.monitor.propagate(() -> {
			this.clocks.use(70, 80);
			assertThat(this.monitor.current()).isEmpty();
			this.monitor.recordServiceCall("service", "late", CallDirection.NONE, 5);
			this.monitor.run("afterwards", () -> this.clocks.use(1, 1));
		}));
		this.monitor.run("second", () -> {
			this.clocks.use(2, 2);
			task[0].run();
		});
		assertThat(this.test.record("first").own().cpuNanos()).isZero();
		assertThat(this.test.record("second").own().cpuNanos()).isEqualTo(2);
		assertThat(this.test.record("second").serviceCalls()).isEmpty();
		assertThat(this.test.record("afterwards").parentId()).isNull();
		assertThat(this.test.record("afterwards").own().cpuNanos()).isEqualTo(1);
		assertThat(this.test.lateWork.findAll()).containsExactly(new LateWork.Usage("first", 1, 70, 80));
		assertThat(this.test.outside.late().usages()).singleElement()
			.satisfies((usage) -> assertThat(usage.operation()).isEqualTo("late"));
	}

	@Test
	void theRestOfTheTaskThatEndsTheInvocationIsNotALateTask() throws Exception {
		CompletableFuture<String> result = new CompletableFuture<>();
		Runnable[] task = new Runnable[1];
		this.monitor.call("handler", () -> {
			task[0] = this.monitor.propagate(() -> {
				this.clocks.use(5, 6);
				result.complete("done");
				this.clocks.use(1, 1);
			});
			return result;
		});
		this.pool.submit(task[0]).get();
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(5L, 6L, 2, null, 0));
		assertThat(this.test.lateWork.findAll()).containsExactly(new LateWork.Usage("handler", 0, 1, 1));
	}

	@Test
	void followsFuturesOnAPropagatedExecutor() throws Exception {
		CompletableFuture<Integer> result = this.monitor.call("handler", () -> CompletableFuture.supplyAsync(() -> {
			this.clocks.use(5, 0);
			return 1;
		}, this.monitor.propagate(this.pool)).thenApplyAsync((value) -> {
			this.clocks.use(20, 0);
			return value + 1;
		}, this.monitor.propagate(this.pool)).thenApply((value) -> {
			this.clocks.use(300, 0);
			return value + 1;
		}));
		assertThat(result.get()).isEqualTo(3);
		// The record is written by the thread that completes the result, after that.
		this.pool.shutdown();
		assertThat(this.pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.test.record().own().isComplete()).isTrue();
		assertThat(this.test.record().own().cpuNanos()).isGreaterThanOrEqualTo(25);
		assertThat(used()).isEqualTo(325);
	}

	@Test
	void isCompleteIfAThreadThatWaitsForTheFutureEndsTheInvocation() throws Exception {
		CompletableFuture<String> result = new CompletableFuture<>();
		Runnable[] task = new Runnable[1];
		this.monitor.call("handler", () -> {
			task[0] = this.monitor.propagate(() -> this.clocks.use(5, 0));
			return result;
		});
		this.pool.submit(task[0]).get();
		result.complete("by a thread that works for nobody");
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(5);
		assertThat(this.test.record().own().isComplete()).isTrue();
	}

	private long used() {
		long late = this.test.lateWork.findAll().stream().mapToLong(LateWork.Usage::cpuNanos).sum();
		return this.test.records().stream().mapToLong((record) -> record.own().cpuNanos()).sum() + late;
	}

	@Test
	void countsTheElementsOfAParallelStream() {
		List<Integer> squares = new ArrayList<>();
		this.monitor.run("handler", () -> {
			Function<Integer, Integer> square = this.monitor.propagate((Integer number) -> {
				this.clocks.use(3, 4);
				return number * number;
			});
			squares.addAll(IntStream.range(0, 1000).boxed().parallel().map(square).toList());
		});
		assertThat(squares).hasSize(1000).endsWith(998001);
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(3000);
		assertThat(this.test.record().own().allocatedBytes()).isEqualTo(4000);
	}

	@Test
	void returnsTheSameInstanceOutsideAnyInvocation() {
		Runnable runnable = () -> {
		};
		Callable<String> callable = () -> "";
		Function<String, String> function = (text) -> text;
		assertThat(this.monitor.propagate(runnable)).isSameAs(runnable);
		assertThat(this.monitor.propagate(callable)).isSameAs(callable);
		assertThat(this.monitor.propagate(function)).isSameAs(function);
	}

	@Test
	void ignoresAnInvocationOfAnotherMonitor() {
		DefaultResourceMonitor other = new TestMonitor().build();
		InvocationScope foreign = other.start("foreign");
		this.monitor.run("handler", () -> {
			this.clocks.use(1, 1);
			try (ThreadScope scope = this.test.invocations().attach(foreign)) {
				assertThat(scope).isNotNull();
				this.clocks.use(50, 50);
				assertThat(this.monitor.current()).isEmpty();
			}
			this.clocks.use(2, 2);
		});
		foreign.close();
		assertThat(this.test.record().own().cpuNanos()).isEqualTo(3);
	}

	@Test
	void restoresThePreviousInvocationOfTheThread() {
		Invocations invocations = this.test.invocations();
		this.monitor.run("handler", () -> {
			Invocation handler = invocations.capture();
			this.clocks.use(1, 0);
			invocations.attach(null);
			this.clocks.use(50, 0);
			invocations.restore(handler);
			this.clocks.use(2, 0);
			InvocationScope other = this.monitor.start("other");
			invocations.detach(other);
			invocations.attach(other);
			invocations.attach(null);
			invocations.attach(handler);
			this.clocks.use(4, 0);
			invocations.restore(null);
			this.clocks.use(50, 0);
			invocations.restore(other);
			this.clocks.use(300, 0);
			invocations.restore(handler);
			other.close();
		});
		assertThat(this.test.record("other").own().cpuNanos()).isEqualTo(300);
		assertThat(this.test.record("handler").own().cpuNanos()).isEqualTo(307);
		assertThat(invocations.capture()).isNull();
	}

	@Test
	void doesNotRestoreAnInvocationThatTheThreadIsDetachedFrom() {
		Invocations invocations = this.test.invocations();
		InvocationScope ended = this.monitor.start("ended");
		InvocationScope other = this.monitor.start("other");
		invocations.detach(other);
		invocations.attach(other);
		ended.close();
		invocations.restore(ended);
		assertThat(invocations.capture()).isNull();
		this.monitor.run("next", () -> {
			invocations.attach(other);
			invocations.restore(ended);
			assertThat(invocations.capture()).isNotNull().extracting(Invocation::handler).isEqualTo("next");
		});
		other.close();
		assertThat(this.test.record("next").parentId()).isNull();
	}

	@Test
	void threadsWithoutClocksMakeTheAccountIncomplete() throws Exception {
		this.monitor.call("handler", () -> {
			this.clocks.use(5, 6);
			this.clocks.unknownFrom(Thread.currentThread());
			this.pool.submit(this.monitor.propagate(() -> this.clocks.use(1, 1))).get();
			return null;
		});
		assertThat(this.test.record().own()).satisfies((own) -> {
			assertThat(own.cpuNanos()).isEqualTo(1);
			assertThat(own.incompleteReason()).isEqualTo("some of its threads have no CPU clock");
		});
	}

	@Test
	void isIncompleteIfAThreadEndedWithoutClosingItsScope() throws Exception {
		InvocationScope[] scope = new InvocationScope[1];
		Thread thread = new Thread(() -> {
			scope[0] = this.monitor.start("handler");
			this.clocks.use(5, 6);
		});
		thread.start();
		thread.join();
		this.clocks.unknownFrom(thread);
		scope[0].close();
		assertThat(this.test.record().own()).satisfies((own) -> {
			assertThat(own.cpuNanos()).isNull();
			assertThat(own.incompleteReason()).contains("could not be read from another thread");
		});
	}

	@Test
	void listsRunningInvocationsOldestFirst() {
		InvocationScope first = this.monitor.start("first");
		this.test.invocations().detach(first);
		this.test.clock.advance(40);
		this.monitor.run("second", () -> {
			assertThat(this.test.invocations().running(10)).containsExactly(
					new RunningInvocation("abc-1", null, "first", TestMonitor.START, 40, 1, 0),
					new RunningInvocation("abc-2", null, "second", TestMonitor.START.plusNanos(40), 0, 1, 1));
			assertThat(this.test.invocations().running(1)).extracting(RunningInvocation::handler)
				.containsExactly("first");
		});
		first.close();
		assertThat(this.test.invocations().running(10)).isEmpty();
	}

	@Test
	void abandonsTheOldestIfTooManyAreRunning() {
		this.test.maxActive = 3;
		DefaultResourceMonitor bounded = this.test.build();
		List<InvocationScope> scopes = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			InvocationScope scope = bounded.start("handler");
			this.test.invocations().detach(scope);
			scopes.add(scope);
		}
		assertThat(this.test.invocations().running(10)).extracting(RunningInvocation::id)
			.containsExactly("abc-3", "abc-4", "abc-5");
		assertThat(this.test.records()).hasSize(2).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
			assertThat(record.error()).isEqualTo(AbandonedInvocationException.class.getName());
		});
		scopes.forEach(InvocationScope::close);
		assertThat(this.test.records()).hasSize(5);
		assertThat(this.test.invocations().active()).isZero();
	}

	/**
	 * Tasks that use known amounts, in random order, nested and re-entrant, on a small
	 * pool: each invocation has exactly its own usage, and no thread has a scope left.
	 */
	@Test
	void nothingLeaksBetweenInvocationsOnPooledThreads() throws Exception {
		int invocations = 300;
		List<Future<?>> callers = new ArrayList<>();
		ExecutorService callersPool = Executors.newFixedThreadPool(6);
		try {
			for (int i = 0; i < invocations; i++) {
				int seed = i;
				callers.add(callersPool.submit(() -> {
					assertThat(this.monitor.current()).isEmpty();
					this.monitor.call("handler-" + seed, () -> {
						work(new Random(seed), "handler-" + seed, seed + 1, 0);
						return null;
					});
					assertThat(this.monitor.current()).isEmpty();
					return null;
				}));
			}
			for (Future<?> caller : callers) {
				caller.get();
			}
		}
		finally {
			callersPool.shutdownNow();
		}
		long sum = 0;
		for (InvocationRecord record : this.test.records()) {
			int seed = Integer.parseInt(record.handler().substring("handler-".length()));
			assertThat(record.own().cpuNanos() % (seed + 1)).as("CPU of %s", record.handler()).isZero();
			assertThat(record.own().cpuNanos()).isEqualTo(record.own().allocatedBytes());
			sum += record.own().cpuNanos();
		}
		assertThat(this.test.records()).hasSize(invocations);
		assertThat(sum).isPositive();
		assertThat(this.test.lateWork.findAll()).allSatisfy((late) -> assertThat(late.cpuNanos()).isZero());
	}

	private void work(Random random, String handler, int unit, int depth) throws Exception {
		assertThat(this.monitor.current().map(Invocation::handler)).contains(handler);
		this.clocks.use(unit, unit);
		int tasks = (depth < 2) ? random.nextInt(4) : 0;
		List<Future<Object>> submitted = new ArrayList<>();
		for (int i = 0; i < tasks; i++) {
			long seed = random.nextLong();
			Callable<Object> task = this.monitor.propagate(() -> {
				work(new Random(seed), handler, unit, depth + 2);
				return null;
			});
			if (random.nextBoolean()) {
				submitted.add(this.pool.submit(task));
			}
			else {
				task.call();
			}
		}
		for (Future<Object> each : submitted) {
			each.get();
		}
		assertThat(this.monitor.current().map(Invocation::handler)).contains(handler);
	}

}
