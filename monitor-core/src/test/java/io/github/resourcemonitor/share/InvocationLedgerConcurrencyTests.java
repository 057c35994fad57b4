package io.github.resourcemonitor.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Concurrency tests for {@link InvocationLedger}: in any order of events, the shares and
 * the remainder add up to the total.
 */
class InvocationLedgerConcurrencyTests {

	private static final int COUNTERS = 2;

	private static final int WALL = COUNTERS;

	private final InvocationLedger ledger = new InvocationLedger(COUNTERS);

	private final AtomicLong clock = new AtomicLong();

	private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

	@ParameterizedTest
	@ValueSource(ints = { 2, 8, 64 })
	void addsUpToTheTotal(int threads) throws Exception {
		int rounds = 100_000 / threads;
		begin();
		long[] shares = sum(threads, (random, together) -> {
			long[] sum = new long[COUNTERS + 1];
			together.arriveAndAwaitAdvance();
			for (int round = 0; round < rounds; round++) {
				InvocationLedger.Mark outer = start(random, false);
				work(random);
				// Lets other threads run while this invocation is active.
				Thread.yield();
				InvocationLedger.Mark inner = start(random, true);
				assertThat(this.ledger.end(inner, tick(random)).shares()).isNull();
				work(random);
				end(outer, random, sum);
			}
			return sum;
		});
		assertBalanced(shares);
	}

	@Test
	void addsUpToTheTotalWhenAThousandOverlap() throws Exception {
		int threads = 8;
		int each = 125;
		begin();
		long[] shares = sum(threads, (random, together) -> {
			long[] sum = new long[COUNTERS + 1];
			for (int round = 0; round < 10; round++) {
				List<InvocationLedger.Mark> marks = new ArrayList<>();
				for (int i = 0; i < each; i++) {
					marks.add(start(random, false));
					work(random);
				}
				together.arriveAndAwaitAdvance();
				assertThat(this.ledger.active()).isEqualTo(threads * each);
				work(random);
				together.arriveAndAwaitAdvance();
				Collections.shuffle(marks, random);
				for (InvocationLedger.Mark mark : marks) {
					work(random);
					end(mark, random, sum);
				}
				together.arriveAndAwaitAdvance();
				assertThat(this.ledger.active()).isZero();
				together.arriveAndAwaitAdvance();
			}
			return sum;
		});
		assertBalanced(shares);
	}

	/**
	 * Set the initial time and counters of the ledger.
	 */
	private void begin() {
		this.ledger.end(this.ledger.start(0, false), 0);
		this.ledger.update(0, new long[COUNTERS]);
	}

	/**
	 * Run a body on many threads and add up their results. If one fails, the others do
	 * not wait for it.
	 */
	private static long[] sum(int threads, Body body) throws Exception {
		Phaser together = new Phaser(threads);
		List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<long[]>> tasks = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Random random = new Random(i);
				tasks.add(() -> {
					try {
						return body.run(random, together);
					}
					catch (Throwable ex) {
						problems.add(ex);
						together.forceTermination();
						return new long[COUNTERS + 1];
					}
				});
			}
			long[] sum = new long[COUNTERS + 1];
			for (Future<long[]> part : executor.invokeAll(tasks)) {
				add(sum, part.get());
			}
			assertThat(problems).isEmpty();
			return sum;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private InvocationLedger.Mark start(Random random, boolean nested) {
		return this.ledger.start(tick(random), nested);
	}

	/**
	 * Use resources, and sometimes update the ledger with the usage of all threads. Other
	 * threads may update it with more between the reading and the update.
	 */
	private void work(Random random) {
		for (int i = 0; i < COUNTERS; i++) {
			this.counters.addAndGet(i, random.nextInt(1000));
		}
		if (random.nextInt(3) == 0) {
			long[] values = readCounters();
			if (random.nextInt(3) == 0) {
				values[random.nextInt(COUNTERS)] = Shares.UNKNOWN;
			}
			this.ledger.update(this.clock.get(), values);
		}
	}

	private long[] readCounters() {
		long[] values = new long[COUNTERS];
		Arrays.setAll(values, this.counters::get);
		return values;
	}

	private long tick(Random random) {
		return this.clock.addAndGet(random.nextInt(1000));
	}

	private void end(InvocationLedger.Mark mark, Random random, long[] sum) {
		InvocationLedger.Activity activity = this.ledger.end(mark, tick(random));
		assertThat(activity.concurrency().mean()).isBetween(1.0, (double) activity.concurrency().max());
		Shares shares = activity.shares();
		assertThat(shares).isNotNull();
		long[] parts = new long[COUNTERS + 1];
		for (int i = 0; i < COUNTERS; i++) {
			long part = shares.counter(i);
			parts[i] = (part != Shares.UNKNOWN) ? part : 0;
		}
		parts[WALL] = shares.wallNanos();
		for (long part : parts) {
			assertThat(part).isNotNegative();
		}
		add(sum, parts);
	}

	private static void add(long[] sum, long[] parts) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += parts[i];
		}
	}

	private void assertBalanced(long[] shares) {
		this.ledger.update(this.clock.get(), readCounters());
		this.ledger.end(this.ledger.start(this.clock.get(), false), this.clock.get());
		assertThat(this.ledger.active()).isZero();
		UnsharedUsage remainder = this.ledger.unshared(this.clock.get());
		assertThat(shares[WALL] + remainder.wallNanos()).isEqualTo(this.clock.get());
		for (int i = 0; i < COUNTERS; i++) {
			assertThat(shares[i] + remainder.counters()[i]).isEqualTo(this.counters.get(i));
		}
	}

	private interface Body {

		long[] run(Random random, Phaser together) throws Exception;

	}

}
