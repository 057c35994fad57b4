package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ConcurrencyLedgerTests {

	private final ConcurrencyLedger ledger = new ConcurrencyLedger();

	@Test
	void countsALoneInvocationAsOne() {
		ConcurrencyLedger.Mark mark = this.ledger.start(100, false);
		assertThat(this.ledger.active()).isEqualTo(1);
		assertThat(this.ledger.end(mark, 200)).isEqualTo(new Concurrency(1, 1));
		assertThat(this.ledger.active()).isZero();
	}

	@Test
	void weighsLevelsByTheirTime() {
		ConcurrencyLedger.Mark first = this.ledger.start(0, false);
		ConcurrencyLedger.Mark second = this.ledger.start(10, false);
		assertThat(this.ledger.end(second, 30)).isEqualTo(new Concurrency(2, 2));
		assertThat(this.ledger.end(first, 40)).isEqualTo(new Concurrency(2, (10 + 2 * 20 + 10) / 40.0));
	}

	@Test
	void forgetsALevelThatWasOverBeforeTheStart() {
		ConcurrencyLedger.Mark first = this.ledger.start(0, false);
		this.ledger.end(this.ledger.start(1, false), 2);
		ConcurrencyLedger.Mark nested = this.ledger.start(3, true);
		assertThat(this.ledger.end(nested, 4)).isEqualTo(new Concurrency(1, 1));
		this.ledger.end(first, 5);
		ConcurrencyLedger.Mark later = this.ledger.start(6, false);
		assertThat(this.ledger.end(later, 7)).isEqualTo(new Concurrency(1, 1));
	}

	@Test
	void doesNotCountNestedInvocationsAgain() {
		ConcurrencyLedger.Mark outer = this.ledger.start(0, false);
		ConcurrencyLedger.Mark inner = this.ledger.start(1, true);
		assertThat(this.ledger.active()).isEqualTo(1);
		ConcurrencyLedger.Mark other = this.ledger.start(2, false);
		assertThat(this.ledger.end(inner, 3)).isEqualTo(new Concurrency(2, 1.5));
		this.ledger.end(other, 3);
		assertThat(this.ledger.end(outer, 4)).isEqualTo(new Concurrency(2, 1.25));
		assertThat(this.ledger.active()).isZero();
	}

	@Test
	void countsAnInvocationThatTakesNoTime() {
		ConcurrencyLedger.Mark first = this.ledger.start(5, false);
		ConcurrencyLedger.Mark second = this.ledger.start(5, false);
		assertThat(this.ledger.end(second, 5)).isEqualTo(new Concurrency(2, 2));
		assertThat(this.ledger.end(first, 5)).isEqualTo(new Concurrency(2, 1));
	}

	@Test
	void standsTimesThatComeInTheWrongOrder() {
		ConcurrencyLedger.Mark first = this.ledger.start(100, false);
		ConcurrencyLedger.Mark second = this.ledger.start(90, false);
		Concurrency ofFirst = this.ledger.end(first, 95);
		Concurrency ofSecond = this.ledger.end(second, 94);
		assertThat(ofFirst.mean()).isBetween(1.0, 2.0);
		assertThat(ofSecond.mean()).isBetween(1.0, 2.0);
		assertThat(this.ledger.active()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE - 15, Long.MIN_VALUE, -15 })
	void standsAClockThatWraps(long origin) {
		ConcurrencyLedger.Mark first = this.ledger.start(origin, false);
		ConcurrencyLedger.Mark second = this.ledger.start(origin + 10, false);
		this.ledger.end(second, origin + 20);
		assertThat(this.ledger.end(first, origin + 40)).isEqualTo(new Concurrency(2, 1.25));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void agreesWithANaiveModel(long seed) {
		Random random = new Random(seed);
		Model model = new Model();
		List<Running> running = new ArrayList<>();
		long now = random.nextLong() / 4;
		int mostAtOnce = 1 + random.nextInt(40);
		for (int step = 0; step < 3000; step++) {
			now += random.nextInt(4) * (long) random.nextInt(1000);
			boolean start = running.isEmpty() || (running.size() < mostAtOnce && random.nextInt(100) < 55);
			if (start) {
				boolean nested = !running.isEmpty() && random.nextInt(4) == 0;
				model.start(now, nested);
				running.add(new Running(this.ledger.start(now, nested), model.size()));
			}
			else {
				end(running.remove(random.nextInt(running.size())), now, model);
			}
			assertThat(this.ledger.active()).isEqualTo(model.active());
		}
		while (!running.isEmpty()) {
			now += random.nextInt(100);
			end(running.remove(running.size() - 1), now, model);
		}
		assertThat(this.ledger.active()).isZero();
	}

	private void end(Running running, long now, Model model) {
		Concurrency actual = this.ledger.end(running.mark(), now);
		Concurrency expected = model.between(running.from(), running.mark().nanos(), now);
		assertThat(actual.max()).isEqualTo(expected.max());
		assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-6));
		model.end(now, running.mark().nested());
	}

	@Test
	void endsAtZeroAfterManyThreads() throws Exception {
		AtomicLong clock = new AtomicLong();
		int threads = 4;
		List<Throwable> problems = new ArrayList<>();
		List<Thread> all = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 5000; n++) {
					ConcurrencyLedger.Mark outer = this.ledger.start(clock.incrementAndGet(), false);
					ConcurrencyLedger.Mark inner = this.ledger.start(clock.incrementAndGet(), true);
					check(this.ledger.end(inner, clock.incrementAndGet()), threads, problems);
					check(this.ledger.end(outer, clock.incrementAndGet()), threads, problems);
				}
			});
			thread.start();
			all.add(thread);
		}
		for (Thread thread : all) {
			thread.join();
		}
		assertThat(problems).isEmpty();
		assertThat(this.ledger.active()).isZero();
	}

	private static void check(Concurrency concurrency, int threads, List<Throwable> problems) {
		try {
			assertThat(concurrency.max()).isBetween(1, threads);
			assertThat(concurrency.mean()).isBetween(1.0, (double) concurrency.max());
		}
		catch (AssertionError ex) {
			synchronized (problems) {
				problems.add(ex);
			}
		}
	}

	private record Running(ConcurrencyLedger.Mark mark, int from) {

	}

	/**
	 * Remembers every change of the level, and looks through all of them.
	 */
	private static final class Model {

		private final List<long[]> changes = new ArrayList<>();

		private int active;

		void start(long nanos, boolean nested) {
			this.active += nested ? 0 : 1;
			this.changes.add(new long[] { nanos, this.active });
		}

		void end(long nanos, boolean nested) {
			this.active -= nested ? 0 : 1;
			this.changes.add(new long[] { nanos, this.active });
		}

		int size() {
			return this.changes.size();
		}

		int active() {
			return this.active;
		}

		Concurrency between(int from, long start, long end) {
			int max = 1;
			double area = 0;
			for (int i = from - 1; i < this.changes.size(); i++) {
				long[] change = this.changes.get(i);
				max = Math.max(max, (int) change[1]);
				long until = (i + 1 < this.changes.size()) ? this.changes.get(i + 1)[0] : end;
				area += (double) change[1] * (until - change[0]);
			}
			double mean = (end > start) ? area / (end - start) : this.changes.get(from - 1)[1];
			return new Concurrency(max, Math.min(Math.max(mean, 1), max));
		}

	}

}
