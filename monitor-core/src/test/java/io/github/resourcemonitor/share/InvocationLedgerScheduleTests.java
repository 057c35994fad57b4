package io.github.resourcemonitor.share;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the ledger with exact fractions on random schedules. A failing schedule is
 * reduced to the shortest one that still fails.
 */
class InvocationLedgerScheduleTests {

	private static final int SEEDS = 60;

	private static final int EVENTS = 3000;

	private static final int COUNTERS = 3;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 8, 40, 100 })
	void sharesAreFairAndAddUpToTheTotal(int most) {
		for (long seed = 1; seed <= SEEDS; seed++) {
			// Adjacent seeds start with similar numbers.
			Random random = new Random(seed * 0x9E3779B97F4A7C15L + most);
			Schedule schedule = Schedule.random(random, most);
			assertHolds(seed, schedule);
			// The totals must match at any time, so also if all invocations ended now.
			assertHolds(seed, schedule.first(random.nextInt(EVENTS)));
			assertHolds(seed, schedule.first(random.nextInt(EVENTS / 20)));
		}
	}

	private static void assertHolds(long seed, Schedule schedule) {
		Failure failure = schedule.failure();
		if (failure != null) {
			Failure shortest = failure.shrink();
			throw new AssertionError(
					"Seed " + seed + ", shrunk from " + schedule.events().size() + " events to " + shortest.schedule(),
					shortest.cause());
		}
	}

	/**
	 * A schedule as data. Events are relative to the current state, so that any of them
	 * can be omitted.
	 *
	 * @param most the maximum number of active invocations
	 * @param clock the initial time
	 * @param counters the initial values of the counters
	 * @param events the events
	 */
	private record Schedule(int most, long clock, List<Long> counters, List<Event> events) {

		static Schedule random(Random random, int most) {
			boolean huge = random.nextInt(4) == 0;
			int starts = 50;
			List<Event> events = new ArrayList<>();
			while (events.size() < EVENTS) {
				if (random.nextInt(50) == 0) {
					starts = 20 + random.nextInt(60);
				}
				int kind = random.nextInt(1000);
				if (kind < 3) {
					events.add(new EndAll(step(random, huge)));
				}
				else if (kind < 250) {
					events.add(new Count(Stream.generate(() -> (random.nextInt(4) > 0) ? step(random, huge) : null)
						.limit(COUNTERS)
						.collect(Collectors.toList())));
				}
				else if (random.nextInt(100) < starts) {
					events.add(new Start(step(random, huge), random.nextInt(5) == 0));
				}
				else {
					events.add(new End(step(random, huge), random.nextInt(Integer.MAX_VALUE)));
				}
			}
			return new Schedule(most, origin(random), Stream.generate(() -> origin(random)).limit(COUNTERS).toList(),
					events);
		}

		private static long origin(Random random) {
			return switch (random.nextInt(4)) {
				case 0 -> 0;
				case 1 -> Long.MAX_VALUE - random.nextInt(1000);
				case 2 -> -random.nextInt(1000);
				default -> random.nextLong() >> random.nextInt(60);
			};
		}

		private static long step(Random random, boolean huge) {
			int kind = random.nextInt(100);
			if (kind < 15) {
				return 0;
			}
			if (kind < 30) {
				return -1 - random.nextInt(1000);
			}
			if (huge && kind < 32) {
				return Long.MAX_VALUE - random.nextInt(3);
			}
			return (kind < 60) ? random.nextInt(10) : random.nextLong() >>> 22 + random.nextInt(30);
		}

		Schedule first(int count) {
			return new Schedule(this.most, this.clock, this.counters, this.events.subList(0, count));
		}

		private Schedule without(int from, int to) {
			List<Event> left = new ArrayList<>(this.events);
			left.subList(from, to).clear();
			return new Schedule(this.most, this.clock, this.counters, left);
		}

		@Nullable Failure failure() {
			Trial trial = new Trial(this);
			int happened = 0;
			try {
				while (happened < this.events.size()) {
					this.events.get(happened++).happen(trial);
				}
				trial.endAll(0);
				return null;
			}
			catch (AssertionError ex) {
				return new Failure(first(happened), ex);
			}
		}

		@Override
		public String toString() {
			return this.events.size() + ", at most " + this.most + " at once, clock from " + this.clock
					+ ", counters from " + this.counters + ":\n"
					+ this.events.stream().map(Event::toString).collect(Collectors.joining("\n"));
		}

	}

	/**
	 * A schedule that fails at its last event, or when all invocations end after it.
	 *
	 * @param schedule the schedule
	 * @param cause the failure
	 */
	private record Failure(Schedule schedule, AssertionError cause) {

		Failure shrink() {
			Failure shortest = this;
			for (int chunk = this.schedule.events().size(); chunk > 0; chunk /= 2) {
				int from = 0;
				while (from + chunk <= shortest.schedule.events().size()) {
					Failure shorter = shortest.schedule.without(from, from + chunk).failure();
					if (shorter != null) {
						shortest = shorter;
					}
					else {
						from += chunk;
					}
				}
			}
			return shortest;
		}

	}

	private interface Event {

		void happen(Trial trial);

	}

	private record Start(long step, boolean nested) implements Event {

		@Override
		public void happen(Trial trial) {
			trial.start(this.step, this.nested);
		}

	}

	private record End(long step, int which) implements Event {

		@Override
		public void happen(Trial trial) {
			if (!trial.running.isEmpty()) {
				trial.end(this.step, this.which % trial.running.size());
			}
		}

	}

	private record EndAll(long step) implements Event {

		@Override
		public void happen(Trial trial) {
			trial.endAll(this.step);
		}

	}

	private record Count(List<@Nullable Long> steps) implements Event {

		@Override
		public void happen(Trial trial) {
			trial.count(this.steps);
		}

	}

	/**
	 * The ledger and a model of it. The model has no running totals, no carried
	 * remainders and no overflow: it adds to each invocation its part, in units so small
	 * that every division is exact.
	 */
	private static final class Trial {

		private final InvocationLedger ledger = new InvocationLedger(COUNTERS);

		private final BigInteger unit;

		private final int most;

		private final List<Running> running = new ArrayList<>();

		private final Split wall = new Split();

		private final List<Split> counters;

		Trial(Schedule schedule) {
			this.most = schedule.most();
			BigInteger unit = BigInteger.ONE;
			for (long n = 2; n <= this.most; n++) {
				BigInteger next = BigInteger.valueOf(n);
				unit = unit.multiply(next).divide(unit.gcd(next));
			}
			this.unit = unit;
			this.wall.value = BigInteger.valueOf(schedule.clock());
			this.counters = schedule.counters().stream().map((origin) -> {
				Split split = new Split();
				split.value = BigInteger.valueOf(origin);
				return split;
			}).toList();
		}

		void start(long step, boolean nested) {
			if (!nested && outer().size() == this.most) {
				return;
			}
			Running started = new Running(nested, this.ledger.start(clock(step), nested), this);
			this.running.add(started);
			int level = outer().size();
			if (nested) {
				started.max = Math.max(1, level);
			}
			else {
				this.running.forEach((each) -> each.max = Math.max(each.max, level));
			}
			assertThat(this.ledger.active()).isEqualTo(level);
		}

		void end(long step, int index) {
			long nanos = clock(step);
			Running ended = this.running.remove(index);
			InvocationLedger.Activity activity = this.ledger.end(ended.mark, nanos);
			assertThat(activity.concurrency().max()).isEqualTo(ended.max);
			assertThat(activity.concurrency().mean()).isBetween(1.0, (double) ended.max);
			assertThat(this.ledger.active()).isEqualTo(outer().size());
			Shares shares = activity.shares();
			if (ended.nested) {
				assertThat(shares).isNull();
				return;
			}
			assertThat(shares).isNotNull();
			assertFair(shares.wallNanos(), ended.wall, ended.events);
			this.wall.handOut(shares.wallNanos());
			for (int i = 0; i < COUNTERS; i++) {
				Part part = ended.counters.get(i);
				long share = shares.counter(i);
				if (part.told) {
					assertFair(share, part, ended.events);
					this.counters.get(i).handOut(share);
				}
				else {
					assertThat(share).isEqualTo(Shares.UNKNOWN);
				}
			}
		}

		/**
		 * Each event may have a remainder of less than one unit. The remainder carried at
		 * the start of the invocation may be added to it.
		 */
		private void assertFair(long share, Part part, int events) {
			BigInteger[] exact = part.exact.divideAndRemainder(this.unit);
			// Both may exceed the range of long; their difference does not.
			long off = share - exact[0].longValue();
			BigInteger error = BigInteger.valueOf(off).multiply(this.unit).subtract(exact[1]).abs();
			BigInteger allowed = BigInteger.valueOf(events + part.carriers).multiply(this.unit);
			assertThat(error).as("share %d, exact %s + %s / %s", share, exact[0], exact[1], this.unit)
				.isLessThan(allowed);
		}

		void endAll(long step) {
			for (long rest = step; !this.running.isEmpty(); rest = 0) {
				end(rest, this.running.size() - 1);
			}
			UnsharedUsage remainder = this.ledger.unshared(this.wall.value.longValue());
			this.wall.assertBalanced(remainder.wallNanos());
			for (int i = 0; i < COUNTERS; i++) {
				if (this.counters.get(i).begun) {
					this.counters.get(i).assertBalanced(remainder.counters()[i]);
				}
				else {
					assertThat(remainder.counters()[i]).isEqualTo(Shares.UNKNOWN);
				}
			}
		}

		/**
		 * Return the time of the next event. A step back is an event that another thread
		 * overtook.
		 */
		private long clock(long step) {
			long nanos = this.wall.value.longValue() + step;
			this.running.forEach((each) -> each.events++);
			grow(this.wall, step, (each) -> each.wall);
			return nanos;
		}

		void count(List<@Nullable Long> steps) {
			long[] values = new long[COUNTERS];
			this.running.forEach((each) -> each.events++);
			for (int i = 0; i < COUNTERS; i++) {
				Long step = steps.get(i);
				Split split = this.counters.get(i);
				values[i] = (step != null) ? split.value.longValue() + step : Shares.UNKNOWN;
				if (values[i] != Shares.UNKNOWN) {
					int counter = i;
					grow(split, step, (each) -> each.counters.get(counter));
				}
			}
			this.ledger.update(0, values);
		}

		private void grow(Split split, long step, Function<Running, Part> parts) {
			BigInteger growth = BigInteger.valueOf(step);
			if (!split.begun) {
				split.begun = true;
				split.value = split.value.add(growth);
				return;
			}
			if (step < 0) {
				return;
			}
			split.value = split.value.add(growth);
			split.whole = split.whole.add(growth);
			List<Running> outer = outer();
			split.carriers = outer.size();
			if (outer.isEmpty()) {
				split.idle = split.idle.add(growth);
				return;
			}
			BigInteger part = growth.multiply(this.unit).divide(BigInteger.valueOf(outer.size()));
			for (Running each : outer) {
				parts.apply(each).add(part);
			}
		}

		private List<Running> outer() {
			return this.running.stream().filter((each) -> !each.nested).toList();
		}

	}

	/**
	 * A value that is split: wall time or a counter.
	 */
	private static final class Split {

		private boolean begun;

		private BigInteger value = BigInteger.ZERO;

		private BigInteger whole = BigInteger.ZERO;

		private BigInteger idle = BigInteger.ZERO;

		private BigInteger handedOut = BigInteger.ZERO;

		private int carriers;

		void handOut(long share) {
			this.handedOut = this.handedOut.add(BigInteger.valueOf(share));
		}

		void assertBalanced(long remainder) {
			BigInteger sum = this.handedOut.add(BigInteger.valueOf(remainder));
			if (this.whole.bitLength() < Long.SIZE) {
				assertThat(sum).isEqualTo(this.whole);
				assertThat(BigInteger.valueOf(remainder)).isGreaterThanOrEqualTo(this.idle);
			}
			else {
				assertThat(sum.longValue()).isEqualTo(this.whole.longValue());
			}
		}

	}

	private static final class Running {

		private final boolean nested;

		private final InvocationLedger.Mark mark;

		private final Part wall = new Part(0);

		private final List<Part> counters;

		private int events = 1;

		private int max;

		Running(boolean nested, InvocationLedger.Mark mark, Trial trial) {
			this.nested = nested;
			this.mark = mark;
			this.counters = trial.counters.stream().map((split) -> new Part(split.carriers)).toList();
		}

	}

	/**
	 * The part of one invocation in a value that is split.
	 */
	private static final class Part {

		private final int carriers;

		private BigInteger exact = BigInteger.ZERO;

		private boolean told;

		Part(int carriers) {
			this.carriers = carriers;
		}

		void add(BigInteger part) {
			this.exact = this.exact.add(part);
			this.told = true;
		}

	}

}
