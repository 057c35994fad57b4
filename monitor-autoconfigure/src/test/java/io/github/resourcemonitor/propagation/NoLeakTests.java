package io.github.resourcemonitor.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.FakeCorrelation;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs thousands of random tasks of many invocations on a few pooled threads: each task
 * has its own invocation, and all usage is charged to the right account.
 */
@Timeout(120)
class NoLeakTests {

	private static final int INVOCATIONS = 1_500;

	private final TestMonitor test = new TestMonitor();

	private final FakeCorrelation correlation = this.test.correlate();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final Map<String, AtomicLong> used = new ConcurrentHashMap<>();

	private final Map<String, Long> recorded = new ConcurrentHashMap<>();

	private final Map<String, Boolean> complete = new ConcurrentHashMap<>();

	private final ExecutorService pool = Executors.newFixedThreadPool(3);

	private final ExecutorService callers = Executors.newFixedThreadPool(2);

	@RepeatedTest(3)
	void tasksAreAttributedToTheirInvocations(RepetitionInfo repetition) throws Exception {
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				NoLeakTests.this.complete.put(record.id(), record.own().isComplete());
				NoLeakTests.this.recorded.put(record.id(), record.own().cpuNanos());
			}

		});
		ContextRegistry registry = new ContextRegistry();
		List<Future<?>> calls = new ArrayList<>();
		try (InvocationThreadLocalAccessor accessor = new InvocationThreadLocalAccessor(this.test.invocations(),
				registry)) {
			ExecutorService wrapped = ContextExecutorService.wrap(this.pool,
					ContextSnapshotFactory.builder().contextRegistry(registry).build());
			for (int i = 0; i < INVOCATIONS; i++) {
				long seed = repetition.getCurrentRepetition() * 1_000_000L + i;
				calls.add(this.callers.submit(() -> call(new Random(seed), wrapped)));
			}
			for (Future<?> call : calls) {
				call.get();
			}
			// Do not block on a future: the waiting thread may run dependent stages.
			Awaitility.await().until(() -> this.recorded.size() == INVOCATIONS);
			for (ExecutorService each : List.of(this.pool, this.callers)) {
				for (int i = 0; i < 20; i++) {
					assertThat(each.submit(this.test.invocations()::capture).get()).isNull();
					assertThat(each.submit(this.correlation::get).get()).isNull();
				}
			}
		}
		finally {
			this.pool.shutdown();
			this.callers.shutdown();
		}
		assertThat(this.pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.recorded).allSatisfy((id, cpu) -> assertThat(cpu).isEqualTo(this.used.get(id).get()));
		assertThat(this.complete.values()).containsOnly(true);
		assertThat(this.test.invocations().active()).isZero();
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	private Object call(Random random, ExecutorService wrapped) throws Exception {
		assertThat(this.monitor.current()).isEmpty();
		Object result = this.monitor.call("handler", () -> {
			String id = this.monitor.current().map(Invocation::id).orElseThrow();
			work(id, random);
			CompletableFuture<?> all = CompletableFuture.allOf(tasks(id, random, wrapped));
			if (random.nextBoolean()) {
				all.get();
				return "waited for";
			}
			return all.thenRunAsync(() -> work(id, random), wrapped);
		});
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.correlation.get()).isNull();
		return result;
	}

	private CompletableFuture<?>[] tasks(String id, Random random, ExecutorService wrapped) {
		CompletableFuture<?>[] tasks = new CompletableFuture<?>[1 + random.nextInt(4)];
		for (int i = 0; i < tasks.length; i++) {
			Random own = new Random(random.nextLong());
			tasks[i] = switch (own.nextInt(4)) {
				case 0 -> CompletableFuture.runAsync(() -> work(id, own), wrapped);
				case 1 -> CompletableFuture.runAsync(() -> work(id, own), wrapped)
					.thenRunAsync(() -> work(id, own), wrapped)
					.thenRunAsync(() -> work(id, own), this.monitor.propagate(this.pool));
				case 2 -> onThePool(() -> work(id, own));
				default -> CompletableFuture.runAsync(() -> {
					work(id, own);
					throw new IllegalStateException("as planned");
				}, wrapped).exceptionally((ex) -> null);
			};
		}
		return tasks;
	}

	private CompletableFuture<?> onThePool(Runnable task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.pool.execute(this.monitor.propagate(() -> {
			task.run();
			done.complete(null);
		}));
		return done;
	}

	/**
	 * Use resources on a thread of the invocation, sometimes inside nested scopes.
	 */
	private void work(String id, Random random) {
		assertThat(this.monitor.current().map(Invocation::id)).contains(id);
		int nanos = 1 + random.nextInt(100);
		this.used.computeIfAbsent(id, (any) -> new AtomicLong()).addAndGet(nanos);
		Callable<Void> use = () -> {
			assertThat(this.monitor.current().map(Invocation::id)).contains(id);
			assertThat(this.correlation.get()).isEqualTo(id);
			this.test.threadClocks.use(nanos, 1);
			return null;
		};
		try {
			(random.nextBoolean() ? use : this.monitor.propagate(this.monitor.propagate(use))).call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
