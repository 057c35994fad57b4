package io.github.resourcemonitor.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class InvocationLedgerTests {

	private final InvocationLedger ledger = new InvocationLedger(2);

	@Test
	void countsASingleInvocationAsOne() {
		InvocationLedger.Mark mark = this.ledger.start(100, false);
		assertThat(this.ledger.active()).isEqualTo(1);
		assertThat(concurrency(mark, 200)).isEqualTo(new Concurrency(1, 1));
		assertThat(this.ledger.active()).isZero();
	}

	@Test
	void weighsLevelsByTheirTime() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(10, false);
		assertThat(concurrency(second, 30)).isEqualTo(new Concurrency(2, 2));
		assertThat(concurrency(first, 40)).isEqualTo(new Concurrency(2, (10 + 2 * 20 + 10) / 40.0));
	}

	@Test
	void ignoresALevelFromBeforeTheStart() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		this.ledger.end(this.ledger.start(1, false), 2);
		InvocationLedger.Mark nested = this.ledger.start(3, true);
		assertThat(concurrency(nested, 4)).isEqualTo(new Concurrency(1, 1));
		this.ledger.end(first, 5);
		InvocationLedger.Mark later = this.ledger.start(6, false);
		assertThat(concurrency(later, 7)).isEqualTo(new Concurrency(1, 1));
	}

	@Test
	void doesNotCountNestedInvocationsAgain() {
		InvocationLedger.Mark outer = this.ledger.start(0, false);
		InvocationLedger.Mark inner = this.ledger.start(1, true);
		assertThat(this.ledger.active()).isEqualTo(1);
		InvocationLedger.Mark other = this.ledger.start(2, false);
		assertThat(concurrency(inner, 3)).isEqualTo(new Concurrency(2, 1.5));
		this.ledger.end(other, 3);
		assertThat(concurrency(outer, 4)).isEqualTo(new Concurrency(2, 1.25));
		assertThat(this.ledger.active()).isZero();
	}

	@Test
	void countsAnInvocationThatTakesNoTime() {
		InvocationLedger.Mark first = this.ledger.start(5, false);
		InvocationLedger.Mark second = this.ledger.start(5, false);
		assertThat(concurrency(second, 5)).isEqualTo(new Concurrency(2, 2));
		assertThat(concurrency(first, 5)).isEqualTo(new Concurrency(2, 1));
	}

	@Test
	void toleratesTimesInTheWrongOrder() {
		InvocationLedger.Mark first = this.ledger.start(100, false);
		InvocationLedger.Mark second = this.ledger.start(90, false);
		Concurrency ofFirst = concurrency(first, 95);
		Concurrency ofSecond = concurrency(second, 94);
		assertThat(ofFirst.mean()).isBetween(1.0, 2.0);
		assertThat(ofSecond.mean()).isBetween(1.0, 2.0);
		assertThat(this.ledger.active()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE - 15, Long.MIN_VALUE, -15 })
	void toleratesAClockOverflow(long origin) {
		InvocationLedger.Mark first = this.ledger.start(origin, false);
		InvocationLedger.Mark second = this.ledger.start(origin + 10, false);
		this.ledger.end(second, origin + 20);
		assertThat(concurrency(first, origin + 40)).isEqualTo(new Concurrency(2, 1.25));
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
				running.add(new Running(this.ledger.start(now, nested), nested, model.size()));
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

	@Test
	void assignsAllTimeToASingleInvocation() {
		assertThat(shares(this.ledger.start(100, false), 170).wallNanos()).isEqualTo(70);
		assertThat(this.ledger.unshared(0).wallNanos()).isZero();
	}

	@Test
	void splitsTimeOverActiveInvocations() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(10, false);
		assertThat(shares(second, 30).wallNanos()).isEqualTo(10);
		assertThat(shares(first, 40).wallNanos()).isEqualTo(10 + 10 + 10);
	}

	@Test
	void keepsIdleTimeSeparately() {
		this.ledger.end(this.ledger.start(0, false), 5);
		this.ledger.end(this.ledger.start(105, false), 110);
		assertThat(this.ledger.unshared(0).wallNanos()).isEqualTo(100);
	}

	@Test
	void carriesTheRemainderOfTheDivision() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(0, false);
		InvocationLedger.Mark third = this.ledger.start(0, false);
		assertThat(shares(third, 5).wallNanos()).isEqualTo(1);
		assertThat(this.ledger.unshared(0).wallNanos()).isEqualTo(2);
		assertThat(shares(second, 6).wallNanos()).isEqualTo(1 + 1);
		assertThat(this.ledger.unshared(0).wallNanos()).isEqualTo(1);
		assertThat(shares(first, 7).wallNanos()).isEqualTo(1 + 1 + 2);
		assertThat(this.ledger.unshared(0).wallNanos()).isZero();
	}

	@Test
	void doesNotShareTheRemainderOfTheLastDivision() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(0, false);
		this.ledger.end(first, 3);
		this.ledger.end(second, 3);
		InvocationLedger.Mark later = this.ledger.start(4, false);
		this.ledger.end(later, 4);
		InvocationLedger.Mark last = this.ledger.start(4, false);
		assertThat(shares(last, 4).wallNanos()).isZero();
	}

	@Test
	void givesNestedInvocationsNoShare() {
		InvocationLedger.Mark outer = this.ledger.start(0, false);
		InvocationLedger.Mark inner = this.ledger.start(1, true);
		assertThat(this.ledger.end(inner, 3).shares()).isNull();
		assertThat(shares(outer, 4).wallNanos()).isEqualTo(4);
	}

	@Test
	void splitsTheIncreaseOfCounters() {
		this.ledger.update(0, new long[] { 1000, 7 });
		InvocationLedger.Mark first = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 1010, 7 });
		InvocationLedger.Mark second = this.ledger.start(1, false);
		this.ledger.update(0, new long[] { 1020, 10 });
		Shares ofSecond = shares(second, 2);
		assertThat(ofSecond.counter(0)).isEqualTo(5);
		assertThat(ofSecond.counter(1)).isEqualTo(1);
		this.ledger.update(0, new long[] { 1021, 10 });
		Shares ofFirst = shares(first, 3);
		assertThat(ofFirst.counter(0)).isEqualTo(10 + 5 + 1);
		assertThat(ofFirst.counter(1)).isEqualTo(1 + 1);
		this.ledger.update(0, new long[] { 1100, 10 });
		assertThat(this.ledger.unshared(0).counters()).containsExactly(79, 0);
	}

	@Test
	void isUnknownWithoutAnUpdate() {
		this.ledger.update(0, new long[] { 10, Shares.UNKNOWN });
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(1, false);
		Shares untold = shares(second, 2);
		assertThat(untold.counter(0)).isEqualTo(Shares.UNKNOWN);
		assertThat(untold.counter(1)).isEqualTo(Shares.UNKNOWN);
		this.ledger.update(0, new long[] { 15, Shares.UNKNOWN });
		this.ledger.update(0, new long[] { Shares.UNKNOWN, Shares.UNKNOWN });
		Shares told = shares(first, 3);
		assertThat(told.counter(0)).isEqualTo(5);
		assertThat(told.counter(1)).isEqualTo(Shares.UNKNOWN);
		assertThat(this.ledger.unshared(0).counters()).containsExactly(0, Shares.UNKNOWN);
	}

	@Test
	void isZeroIfACounterDidNotIncrease() {
		this.ledger.update(0, new long[] { 10, 10 });
		InvocationLedger.Mark mark = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 10, Shares.UNKNOWN });
		Shares shares = shares(mark, 1);
		assertThat(shares.counter(0)).isZero();
		assertThat(shares.counter(1)).isEqualTo(Shares.UNKNOWN);
	}

	@Test
	void usesTheFirstValueOfACounterAsBaseline() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 500, 600 });
		assertThat(shares(first, 1).counter(0)).isEqualTo(Shares.UNKNOWN);
		this.ledger.update(0, new long[] { 504, Shares.UNKNOWN });
		Shares ofSecond = shares(second, 2);
		assertThat(ofSecond.counter(0)).isEqualTo(4);
		assertThat(ofSecond.counter(1)).isEqualTo(Shares.UNKNOWN);
	}

	@Test
	void ignoresALateReading() {
		this.ledger.update(0, new long[] { 100, 0 });
		InvocationLedger.Mark mark = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 90, 1 });
		InvocationLedger.Mark later = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 104, 1 });
		this.ledger.update(0, new long[] { 95, 1 });
		assertThat(shares(later, 1).counter(0)).isEqualTo(2);
		assertThat(shares(mark, 1).counter(0)).isEqualTo(2);
		InvocationLedger.Mark last = this.ledger.start(2, false);
		this.ledger.update(0, new long[] { 103, Shares.UNKNOWN });
		assertThat(shares(last, 3).counter(0)).isEqualTo(Shares.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE - 15, Long.MIN_VALUE + 1, -15 })
	void toleratesCounterOverflow(long origin) {
		this.ledger.update(0, new long[] { origin, 0 });
		InvocationLedger.Mark mark = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { origin + 20, 0 });
		this.ledger.update(0, new long[] { origin + 10, 0 });
		this.ledger.update(0, new long[] { origin + 30, 0 });
		assertThat(shares(mark, 1).counter(0)).isEqualTo(30);
	}

	@Test
	void toleratesOverflowOfRunningTotals() {
		this.ledger.update(0, new long[] { 0, 0 });
		InvocationLedger.Mark longest = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { Long.MAX_VALUE - 1, 0 });
		InvocationLedger.Mark later = this.ledger.start(Long.MAX_VALUE - 1, false);
		this.ledger.update(0, new long[] { Long.MAX_VALUE + 9, 0 });
		Shares shares = shares(later, Long.MAX_VALUE + 9);
		assertThat(shares.wallNanos()).isEqualTo(5);
		assertThat(shares.counter(0)).isEqualTo(5);
		assertThat(shares(longest, Long.MAX_VALUE + 9).wallNanos()).isEqualTo(Long.MAX_VALUE + 4);
	}

	@Test
	void splitsTheLargestIncreaseExactly() {
		this.ledger.update(0, new long[] { -1, 0 });
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(0, false);
		this.ledger.update(0, new long[] { 0, 0 });
		this.ledger.update(0, new long[] { Long.MAX_VALUE, 0 });
		assertThat(shares(first, 0).counter(0)).isEqualTo(1L << 62);
		assertThat(shares(second, 0).counter(0)).isEqualTo(1L << 62);
		assertThat(this.ledger.unshared(0).counters()).containsExactly(0, 0);
	}

	@Test
	void rejectsAnotherNumberOfCounters() {
		this.ledger.update(0, new long[] { 1, 1 });
		assertThatIllegalArgumentException().isThrownBy(() -> this.ledger.update(0, new long[] { 5 }))
			.withMessage("1 counters instead of 2");
		assertThat(this.ledger.unshared(0).counters()).containsExactly(0, 0);
	}

	private Concurrency concurrency(InvocationLedger.Mark mark, long nanos) {
		return this.ledger.end(mark, nanos).concurrency();
	}

	private Shares shares(InvocationLedger.Mark mark, long nanos) {
		Shares shares = this.ledger.end(mark, nanos).shares();
		assertThat(shares).isNotNull();
		return shares;
	}

	private void end(Running running, long now, Model model) {
		Concurrency actual = concurrency(running.mark(), now);
		Concurrency expected = model.between(running.from(), running.mark().nanos, now);
		assertThat(actual.max()).isEqualTo(expected.max());
		assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-6));
		model.end(now, running.nested());
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
					InvocationLedger.Mark outer = this.ledger.start(clock.incrementAndGet(), false);
					InvocationLedger.Mark inner = this.ledger.start(clock.incrementAndGet(), true);
					check(concurrency(inner, clock.incrementAndGet()), threads, problems);
					check(concurrency(outer, clock.incrementAndGet()), threads, problems);
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

	private record Running(InvocationLedger.Mark mark, boolean nested, int from) {

	}

	/**
	 * Naive model that stores every change of the level and searches all of them.
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

	@Test
	void tellsWhatMayHaveGrownBeforeTheStart() {
		this.ledger.update(0, new long[] { 0, 0 });
		InvocationLedger.Mark first = this.ledger.start(0, false);
		this.ledger.update(5, new long[] { 10, 0 });
		InvocationLedger.Mark second = this.ledger.start(6, false);
		InvocationLedger.Mark unread = this.ledger.start(6, false);
		InvocationLedger.Activity unreadEnd = this.ledger.end(unread, 7);
		this.ledger.update(8, new long[] { 30, 0 });
		this.ledger.update(9, new long[] { 36, 0 });
		InvocationLedger.Activity secondEnd = this.ledger.end(second, 10);
		this.ledger.update(11, new long[] { 100, 0 });
		InvocationLedger.Activity firstEnd = this.ledger.end(first, 12);
		assertThat(secondEnd.shares().counter(0)).isEqualTo(10 + 3);
		assertThat(secondEnd.shares().early()).isEqualTo(10);
		assertThat(firstEnd.shares().counter(0)).isEqualTo(10 + 10 + 3 + 64);
		assertThat(firstEnd.shares().early()).isEqualTo(10);
		assertThat(unreadEnd.shares().early()).isZero();
	}

	@Test
	void idleTimeGoesOnUntilItIsAskedFor() {
		this.ledger.end(this.ledger.start(0, false), 5);
		assertThat(this.ledger.unshared(25).wallNanos()).isEqualTo(20);
		assertThat(this.ledger.unshared(25).wallNanos()).isEqualTo(20);
		assertThat(this.ledger.unshared(30).wallNanos()).isEqualTo(25);
	}

}
