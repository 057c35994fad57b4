package io.github.resourcemonitor.propagation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextScheduledExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshot.Scope;
import io.micrometer.context.ContextSnapshotFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link InvocationThreadLocalAccessor} with the executors and snapshots of
 * Micrometer's context propagation, and clocks that the tasks advance.
 */
@Timeout(120)
class ContextPropagationTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ContextRegistry registry = new ContextRegistry();

	private final InvocationThreadLocalAccessor accessor = new InvocationThreadLocalAccessor(this.test.invocations(),
			this.registry);

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
		.contextRegistry(this.registry)
		.build();

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final ExecutorService wrapped = ContextExecutorService.wrap(this.threads, this.snapshots);

	@AfterEach
	void noThreadIsKept() throws Exception {
		for (Callable<Object> look : List.<Callable<Object>>of(() -> this.monitor.current().isEmpty(),
				() -> this.monitor.current().isEmpty())) {
			assertThat(this.threads.submit(look).get()).isEqualTo(true);
		}
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	@Test
	void propagatesToSubmittedTasks() throws Exception {
		this.monitor.call("handler", () -> {
			this.wrapped.submit(this::use).get();
			this.wrapped.submit(this::use, "result").get();
			this.wrapped.submit(() -> {
				use();
				return "result";
			}).get();
			CountDownLatch done = new CountDownLatch(1);
			this.wrapped.execute(() -> {
				use();
				done.countDown();
			});
			done.await();
			return null;
		});
		assertOwn(4);
	}

	@Test
	void propagatesToInvokedTasks() throws Exception {
		Callable<String> task = () -> {
			use();
			return "result";
		};
		this.monitor.call("handler", () -> {
			for (Future<String> future : this.wrapped.invokeAll(List.of(task, task, task))) {
				assertThat(future.get()).isEqualTo("result");
			}
			return this.wrapped.invokeAny(List.of(task));
		});
		assertOwn(4);
	}

	@Test
	void propagatesToScheduledTasks() throws Exception {
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		try {
			this.monitor.call("handler", () -> {
				ScheduledExecutorService scheduled = ContextScheduledExecutorService.wrap(timer, this.snapshots);
				scheduled.schedule(this::use, 1, TimeUnit.NANOSECONDS).get();
				return null;
			});
		}
		finally {
			timer.shutdown();
		}
		assertOwn(1);
	}

	@Test
	void propagatesToStagesOfAFuture() throws Exception {
		CompletableFuture<String> future = this.monitor.call("handler",
				() -> CompletableFuture.runAsync(this::use, this.wrapped)
					.thenRunAsync(this::use, this.wrapped)
					.thenCombineAsync(CompletableFuture.runAsync(this::use, this.wrapped), (a, b) -> {
						use();
						return "done";
					}, this.wrapped)
					.whenCompleteAsync((value, ex) -> use(), this.wrapped));
		assertThat(future.get()).isEqualTo("done");
		awaitRecord();
		assertOwn(5);
		assertThat(this.test.record().own().incompleteReason()).isNull();
	}

	@Test
	void propagatesToAFutureOnAPropagatingExecutor() throws Exception {
		CompletableFuture<Void> future = this.monitor.call("handler",
				() -> CompletableFuture.runAsync(this::use, this.monitor.propagate(this.threads))
					.thenRunAsync(this::use, this.wrapped));
		future.get();
		awaitRecord();
		assertOwn(2);
	}

	@Test
	void propagatesFromPoolToPool() throws Exception {
		ExecutorService others = Executors.newFixedThreadPool(2);
		try {
			ExecutorService wrappedOthers = ContextExecutorService.wrap(others, this.snapshots);
			this.monitor.call("handler", () -> this.wrapped.submit(() -> {
				use();
				return wrappedOthers.submit(() -> {
					use();
					return this.wrapped.submit(this::use).get();
				}).get();
			}).get());
		}
		finally {
			others.shutdown();
		}
		assertOwn(3);
	}

	@Test
	void propagatesToElementsOfAParallelStream() throws Exception {
		int elements = 1_000;
		long sum = this.monitor.call("handler",
				() -> IntStream.range(0, elements).parallel().boxed().map(this.monitor.propagate((Integer each) -> {
					use();
					return each;
				})).mapToLong(Integer::longValue).sum());
		assertThat(sum).isEqualTo(elements * (elements - 1L) / 2);
		assertOwn(elements);
	}

	@Test
	void doesNotPropagateToAParallelStreamOtherwise() throws Exception {
		int elements = 10_000;
		this.monitor.call("handler", () -> new ForkJoinPool(2).submit(
				() -> IntStream.range(0, elements).parallel().forEach((each) -> this.test.threadClocks.use(10, 100)))
			.get());
		assertThat(this.test.record().own().cpuNanos()).isZero();
	}

	@Test
	void failingTasksAreAttributedAndDetached() throws Exception {
		IOException thrown = new IOException("in a task");
		this.monitor.call("handler", () -> {
			Throwable failure = catchThrowable(() -> this.wrapped.submit(() -> {
				use();
				throw thrown;
			}).get());
			assertThat(failure).isInstanceOf(ExecutionException.class).hasCause(thrown);
			return null;
		});
		assertOwn(1);
	}

	@Test
	void rejectedTasksLeaveNoState() throws Exception {
		ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
		CountDownLatch release = new CountDownLatch(1);
		try {
			full.execute(() -> await(release));
			ExecutorService wrappedFull = ContextExecutorService.wrap(full, this.snapshots);
			this.monitor.call("handler", () -> {
				assertThatExceptionOfType(RejectedExecutionException.class)
					.isThrownBy(() -> wrappedFull.execute(this::use));
				assertThat(this.monitor.current()).isPresent();
				return null;
			});
		}
		finally {
			release.countDown();
			full.shutdown();
		}
		assertOwn(0);
	}

	@Test
	void tasksThatTheCallerRunsAreNotCountedTwice() throws Exception {
		ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				new ThreadPoolExecutor.CallerRunsPolicy());
		CountDownLatch release = new CountDownLatch(1);
		try {
			full.execute(() -> await(release));
			ExecutorService wrappedFull = ContextExecutorService.wrap(full, this.snapshots);
			this.monitor.call("handler", () -> {
				wrappedFull.execute(this::use);
				use();
				return null;
			});
		}
		finally {
			release.countDown();
			full.shutdown();
		}
		assertOwn(2);
	}

	@Test
	void aTaskOfAnotherInvocationIsChargedToThatInvocation() throws Exception {
		ContextSnapshot ofAnother = this.monitor.call("another", () -> {
			ContextSnapshot snapshot = this.snapshots.captureAll();
			this.monitor.run("handler", () -> {
				use();
				snapshot.wrap(() -> {
					assertThat(this.monitor.current().map(Invocation::handler)).contains("another");
					this.test.threadClocks.use(7, 70);
				}).run();
				use();
			});
			return snapshot;
		});
		assertThat(ofAnother).isNotNull();
		assertThat(this.test.record("handler").own().cpuNanos()).isEqualTo(20);
		assertThat(this.test.record("another").own().cpuNanos()).isEqualTo(27);
	}

	@Test
	void clearsTheInvocationIfTheSnapshotHasNone() {
		ContextSnapshot none = ContextSnapshotFactory.builder()
			.contextRegistry(this.registry)
			.clearMissing(true)
			.build()
			.captureAll();
		this.monitor.run("handler", () -> {
			use();
			none.wrap(() -> {
				assertThat(this.monitor.current()).isEmpty();
				this.test.threadClocks.use(1_000, 1_000);
			}).run();
			use();
		});
		assertOwn(2);
	}

	@Test
	void anInvocationThatEndsInsideASnapshotIsDetachedFromItsThread() {
		InvocationScope invocation = this.monitor.start("handler");
		ContextSnapshot snapshot = this.snapshots.captureAll();
		try (Scope scope = snapshot.setThreadLocals()) {
			invocation.close();
		}
		assertThat(this.test.invocations().capture()).isNull();
		this.test.threadClocks.use(1_000, 1_000);
		assertThat(this.test.lateWork.findAll()).allSatisfy((late) -> assertThat(late.cpuNanos()).isZero());
	}

	@Test
	void anUnclosedInvocationInsideASnapshotIsDetachedFromTheThread() throws Exception {
		this.monitor.call("handler", () -> {
			ContextSnapshot snapshot = this.snapshots.captureAll();
			this.threads.submit(snapshot.wrap(() -> {
				this.monitor.start("never closed");
			})).get();
			return null;
		});
		assertThat(this.test.record("handler").nested().count()).isZero();
	}

	@Test
	void workOfATaskAfterTheEndIsLate() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		Future<?> late = this.monitor.call("handler", () -> this.wrapped.submit(() -> {
			await(ended);
			this.test.clock.advance(5_000_000);
			this.test.threadClocks.use(30, 400);
		}));
		ended.countDown();
		late.get();
		this.threads.submit(() -> {
		}).get();
		assertOwn(0);
		assertThat(this.test.lateWork.findAll()).singleElement().satisfies((usage) -> {
			assertThat(usage.handler()).isEqualTo("handler");
			assertThat(usage.tasks()).isOne();
			assertThat(usage.cpuNanos()).isEqualTo(30);
			assertThat(usage.allocatedBytes()).isEqualTo(400);
		});
	}

	@Test
	void worksUntilItIsClosed() throws Exception {
		assertThat(this.registry.getThreadLocalAccessors()).containsExactly(this.accessor);
		this.accessor.close();
		assertThat(this.registry.getThreadLocalAccessors()).isEmpty();
		this.monitor.call("handler", () -> this.wrapped.submit(() -> {
			assertThat(this.monitor.current()).isEmpty();
			this.test.threadClocks.use(1_000, 1_000);
		}).get());
		assertOwn(0);
	}

	@Test
	void monitorsAreIndependent() throws Exception {
		TestMonitor otherTest = new TestMonitor();
		DefaultResourceMonitor other = otherTest.build();
		try (InvocationThreadLocalAccessor otherAccessor = new InvocationThreadLocalAccessor(otherTest.invocations(),
				this.registry)) {
			assertThat(this.registry.getThreadLocalAccessors()).containsExactly(this.accessor, otherAccessor);
			this.monitor.call("mine", () -> other.call("theirs", () -> this.wrapped.submit(() -> {
				assertThat(this.monitor.current().map(Invocation::handler)).contains("mine");
				assertThat(other.current().map(Invocation::handler)).contains("theirs");
				this.test.threadClocks.use(10, 100);
				otherTest.threadClocks.use(20, 200);
			}).get()));
			this.monitor.call("mine", () -> this.wrapped.submit(() -> assertThat(other.current()).isEmpty()).get());
		}
		assertThat(this.registry.getThreadLocalAccessors()).containsExactly(this.accessor);
		assertThat(otherTest.record().own().cpuNanos()).isEqualTo(20);
		assertThat(this.test.records()).extracting((each) -> each.own().cpuNanos()).containsExactly(10L, 0L);
	}

	private void use() {
		assertThat(this.monitor.current().map(Invocation::handler)).contains("handler");
		this.test.threadClocks.use(10, 100);
	}

	/**
	 * The record is written by the thread that completes the future, after the
	 * completion.
	 */
	private void awaitRecord() {
		Awaitility.await().until(() -> !this.test.records().isEmpty());
	}

	private void assertOwn(int uses) {
		InvocationRecord record = this.test.record();
		assertThat(record.own().cpuNanos()).isEqualTo(uses * 10L);
		assertThat(record.own().allocatedBytes()).isEqualTo(uses * 100L);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
