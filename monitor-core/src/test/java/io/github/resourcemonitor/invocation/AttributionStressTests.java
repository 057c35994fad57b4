package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stress test: threads call all methods on each other's invocations in random order. Only
 * totals are compared: usage for an invocation is charged to exactly one account, exactly
 * once, in any interleaving.
 */
class AttributionStressTests {

	private static final int THREADS = 4;

	private static final int STEPS = 4000;

	private final TestMonitor test = new TestMonitor();

	private final AtomicLong used = new AtomicLong();

	private final AtomicLong records = new AtomicLong();

	private final AtomicLong ownOfOutermost = new AtomicLong();

	/**
	 * Scopes that any thread may attach itself to, nest in or close.
	 */
	private final AtomicReferenceArray<InvocationScope> shared = new AtomicReferenceArray<>(6);

	private DefaultResourceMonitor monitor;

	private void build(int maxActive) {
		this.test.source.edge(Column.CPU_USER, Column.CPU_SYSTEM);
		this.test.maxActive = maxActive;
		this.test.listeners.add(new InvocationListener() {

			@Override
			public void onStart(Invocation invocation) {
			}

			@Override
			public void onEnd(InvocationRecord record) {
				add(record);
			}

		});
		this.monitor = this.test.build();
	}

	private void add(InvocationRecord record) {
		this.records.incrementAndGet();
		OwnUsage own = record.own();
		if (record.parentId() == null && own.cpuNanos() != null) {
			this.ownOfOutermost.addAndGet(own.cpuNanos());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 8, 1000 })
	void allUsageIsChargedExactlyOnce(int maxActive) throws Exception {
		build(maxActive);
		onAllThreads((seed) -> {
			Random random = new Random(seed);
			List<ThreadScope> scopes = new ArrayList<>();
			for (int i = 0; i < STEPS; i++) {
				step(random, scopes);
			}
			return null;
		});
		for (int i = 0; i < this.shared.length(); i++) {
			close(this.shared.get(i));
		}
		Invocations invocations = this.test.invocations();
		assertThat(invocations.running(Integer.MAX_VALUE)).isEmpty();
		assertThat(invocations.active()).isZero();
		assertThat(this.records.get()).isEqualTo(invocations.started());
		assertThat(invocations.lost()).isZero();
		assertThat(this.test.failures.summaries().keySet()).isSubsetOf("nesting of invocations");
		assertThat(this.ownOfOutermost.get() + this.test.lateWork.cpuNanos()).isEqualTo(this.used.get());
	}

	private void step(Random random, List<ThreadScope> scopes) {
		Invocations invocations = this.test.invocations();
		int slot = random.nextInt(this.shared.length());
		InvocationScope scope = this.shared.get(slot);
		switch (random.nextInt(12)) {
			case 0 -> close(this.shared.getAndSet(slot, this.monitor.start("handler")));
			case 1 -> close(scope);
			case 2 -> scopes.add(invocations.attach(scope));
			case 3 -> scopes.add(invocations.attach(null));
			case 4 -> {
				if (!scopes.isEmpty()) {
					scopes.remove(random.nextInt(scopes.size())).close();
				}
			}
			case 5 -> invocations.restore(scope);
			case 6 -> {
				if (scope != null) {
					invocations.detach(scope);
				}
			}
			case 7 -> this.test.clock.advance(10_000_000);
			case 8 -> this.monitor.run("nested", () -> use(random));
			default -> use(random);
		}
	}

	private static void close(InvocationScope scope) {
		if (scope != null) {
			scope.close();
		}
	}

	/**
	 * Use resources; the current invocation does not change in the meantime.
	 */
	private void use(Random random) {
		boolean forSomebody = this.test.invocations().capture() != null;
		int amount = 1 + random.nextInt(100);
		this.test.threadClocks.use(amount, amount);
		if (forSomebody) {
			this.used.addAndGet(amount);
		}
	}

	private void onAllThreads(ThreadWork work) throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(THREADS);
		CyclicBarrier barrier = new CyclicBarrier(THREADS);
		try {
			List<Future<Object>> all = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int seed = i;
				all.add(pool.submit((Callable<Object>) () -> {
					barrier.await();
					work.run(seed);
					barrier.await();
					this.test.invocations().restore(null);
					return null;
				}));
			}
			for (Future<Object> each : all) {
				each.get();
			}
		}
		finally {
			pool.shutdownNow();
		}
	}

	private interface ThreadWork {

		Object run(int seed) throws Exception;

	}

}
