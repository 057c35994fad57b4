package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.Occupancy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the bill of an instance, and the sum of the costs of its invocations, with the
 * rules of Cloud Run on random schedules. The rules are written down a second time here,
 * on intervals and in decimals.
 */
class InstanceBillScheduleTests {

	private static final int SCHEDULES = 300;

	private static final long MILLI = 1_000_000;

	private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

	private static final BigDecimal GIBI = BigDecimal.valueOf(1L << 30);

	private static final BigDecimal NANO_DOLLAR = new BigDecimal("1e-9");

	private final PriceTables tables = PriceTables.builtIn();

	private enum Billing {

		REQUESTS("request-based", false), MINIMUM_INSTANCE("request-based", true), INSTANCES("instance-based", false);

		private final String mode;

		private final boolean minimum;

		Billing(String mode, boolean minimum) {
			this.mode = mode;
			this.minimum = minimum;
		}

	}

	private enum Kind {

		INVOCATION, TIMER, NESTED, REQUEST, START_UP, SHUTDOWN

	}

	private record Interval(Kind kind, long from, long to, String handler) {

		boolean covers(long nanos) {
			return this.from <= nanos && nanos < this.to;
		}

		/**
		 * Nested invocations are part of others, or of no request.
		 */
		boolean isOccupied() {
			return this.kind != Kind.NESTED;
		}

	}

	@ParameterizedTest
	@EnumSource
	void invocationsAndLinesAddUpToTheBillByTheRules(Billing billing) {
		for (int seed = 1; seed <= SCHEDULES; seed++) {
			Random random = new Random(seed * 0x9E3779B97F4A7C15L);
			Schedule schedule = Schedule.random(random);
			Instance instance = Instance.random(random, billing);
			try {
				compare(schedule, instance);
			}
			catch (AssertionError ex) {
				throw new AssertionError("Seed " + seed + ": " + instance + " with " + schedule, ex);
			}
		}
	}

	private void compare(Schedule schedule, Instance instance) {
		CostModel model = CostModel.of(this.tables, instance.options());
		InstanceCosts costs = new InstanceCosts(model, 3);
		List<InvocationCost> records = new ArrayList<>();
		InstanceBill bill = schedule.happen(costs, records);

		BigDecimal rules = instance.bill(schedule, false);
		assertThat(bill.missing()).isEmpty();
		assertThat(bill.total().value()).isEqualByComparingTo(rules);
		assertThat(bill.upperBound().value()).isEqualByComparingTo(instance.bill(schedule, true));
		assertThat(bill.upperBound()).isGreaterThanOrEqualTo(bill.total());

		BigDecimal sum = BigDecimal.ZERO;
		double roundedSum = 0;
		for (InvocationCost cost : records) {
			sum = sum.add(cost.amount());
			roundedSum += cost.rounded();
		}
		assertThat(bill.line(Line.INVOCATIONS).total().value()).isEqualByComparingTo(sum);
		for (Line line : bill.lines()) {
			if (!line.name().equals(Line.INVOCATIONS)) {
				sum = sum.add(line.total().value());
				roundedSum += line.total().doubleValue();
			}
		}
		assertThat(sum).isEqualByComparingTo(rules);
		// As shown, to less than a nano-dollar.
		assertThat(BigDecimal.valueOf(roundedSum).subtract(rules).abs()).isLessThan(NANO_DOLLAR);

		Amount handlers = Amount.ZERO;
		for (InstanceBill.HandlerCost handler : bill.handlers()) {
			handlers = handlers.plus(handler.charges().total());
		}
		Amount days = Amount.ZERO;
		for (InstanceBill.DayCost day : bill.days()) {
			days = days.plus(day.charges().total());
		}
		assertThat(handlers).isEqualTo(bill.line(Line.INVOCATIONS).total());
		assertThat(days).isEqualTo(handlers);
		assertThat(bill.handlers()).hasSizeLessThanOrEqualTo(4);

		assertThat(bill.time().lifeNanos()).isEqualTo(schedule.now - schedule.from);
		assertThat(bill.time().occupiedNanos()).isEqualTo(schedule.occupied());
		assertThat(bill.line(Line.ROUNDING).nanos()).isNotNegative();
		// Division leaves over less than a nanosecond for each invocation at once.
		assertThat(bill.line(Line.RUNNING).nanos()).isBetween(0L, (long) schedule.intervals.size());
		assertThat(bill.alternatives().get(model.mode())).isNotNull();
		if (!instance.billing.minimum) {
			for (Map.Entry<BillingMode, Amount> other : bill.alternatives().entrySet()) {
				Instance same = new Instance(
						(other.getKey() == BillingMode.REQUEST_BASED) ? Billing.REQUESTS : Billing.INSTANCES,
						instance.region, instance.thousandths, instance.bytes, instance.discount);
				assertThat(other.getValue().value()).isEqualByComparingTo(same.bill(schedule, false));
			}
		}
	}

	/**
	 * An instance and what it costs, by the rules.
	 */
	private record Instance(Billing billing, String region, long thousandths, long bytes, BigDecimal discount) {

		static Instance random(Random random, Billing billing) {
			return new Instance(billing, random.nextBoolean() ? "us-central1" : "europe-west3",
					random.nextBoolean() ? 1000 * (1 + random.nextInt(8)) : 80 + random.nextInt(920),
					random.nextBoolean() ? (128L << random.nextInt(8)) << 20 : 1 + random.nextLong(1L << 35),
					random.nextBoolean() ? BigDecimal.ZERO : new BigDecimal("0.17"));
		}

		CostOptions options() {
			return CostOptions.on(Platform.CLOUD_RUN)
				.region(this.region)
				.mode(this.billing.mode)
				.cpu(BigDecimal.valueOf(this.thousandths, 3))
				.memory(this.bytes)
				.minimumInstance(this.billing.minimum)
				.commitment(this.discount.toPlainString())
				.build();
		}

		private BigDecimal rate(String cpu, String memory) {
			return new BigDecimal(cpu).multiply(BigDecimal.valueOf(this.thousandths, 3))
				.add(new BigDecimal(memory).multiply(BigDecimal.valueOf(this.bytes)).divide(GIBI))
				.multiply(BigDecimal.ONE.subtract(this.discount))
				.divide(BILLION);
		}

		BigDecimal bill(Schedule schedule, boolean eachStretch) {
			boolean first = this.region.equals("us-central1");
			if (this.billing == Billing.INSTANCES) {
				BigDecimal rate = first ? rate("0.000018", "0.000002") : rate("0.0000216", "0.0000024");
				long life = Math.max(schedule.now - schedule.from, 60_000 * MILLI);
				return rate.multiply(BigDecimal.valueOf(rounded(life)));
			}
			BigDecimal rate = first ? rate("0.000024", "0.0000025") : rate("0.0000336", "0.0000035");
			long billable = 0;
			for (long stretch : schedule.stretches()) {
				billable += eachStretch ? rounded(stretch) : stretch;
			}
			BigDecimal bill = rate.multiply(BigDecimal.valueOf(rounded(billable)))
				.add(new BigDecimal("0.0000004").multiply(BigDecimal.valueOf(schedule.requests())));
			if (this.billing.minimum) {
				BigDecimal idle = first ? rate("0.0000025", "0.0000025") : rate("0.0000035", "0.0000035");
				bill = bill.add(idle.multiply(BigDecimal.valueOf(schedule.now - schedule.from - schedule.occupied())));
			}
			return bill;
		}

		private static long rounded(long nanos) {
			return BigDecimal.valueOf(nanos)
				.divide(BigDecimal.valueOf(100 * MILLI), 0, RoundingMode.CEILING)
				.round(MathContext.UNLIMITED)
				.longValueExact() * 100 * MILLI;
		}

	}

	/**
	 * The life of an instance.
	 */
	private record Schedule(long from, long now, List<Interval> intervals) {

		static Schedule random(Random random) {
			long from = random.nextLong() >> random.nextInt(40);
			long step = switch (random.nextInt(3)) {
				case 0 -> 1;
				case 1 -> MILLI;
				default -> 50 * MILLI;
			};
			long life = (1 + random.nextInt(5000)) * ((step == 1) ? 1 + random.nextInt(100_000) : step);
			List<Interval> intervals = new ArrayList<>();
			long ready = from + random(random, life, step) / 2;
			intervals.add(new Interval(Kind.START_UP, from, ready, ""));
			boolean observed = random.nextBoolean();
			boolean shared = random.nextBoolean();
			for (int i = random.nextInt(60); i > 0; i--) {
				long start = from + random(random, life, step);
				long end = Math.min(from + life, start + random(random, 1 + life / (1 + random.nextInt(30)), step));
				Kind kind = switch (random.nextInt(6)) {
					case 0 -> Kind.NESTED;
					case 1 -> Kind.TIMER;
					default -> (observed && random.nextBoolean()) ? Kind.REQUEST : Kind.INVOCATION;
				};
				intervals.add(new Interval(kind, start, end, "handler " + random.nextInt(6)));
				if (observed && kind == Kind.INVOCATION && (!shared || random.nextBoolean())) {
					// The request goes on before and after.
					intervals
						.add(new Interval(Kind.REQUEST, Math.max(from, start - random(random, 1 + life / 20, step)),
								Math.min(from + life, end + random(random, 1 + life / 20, step)), ""));
				}
			}
			if (random.nextBoolean()) {
				intervals
					.add(new Interval(Kind.SHUTDOWN, from + life - random(random, life, step) / 10, from + life, ""));
			}
			return new Schedule(from, from + life, intervals);
		}

		private static long random(Random random, long bound, long step) {
			return random.nextLong(bound) / step * step;
		}

		private long count(Kind kind) {
			return this.intervals.stream().filter((each) -> each.kind == kind).count();
		}

		long requests() {
			// Each that arrives is one, with any number of invocations in it. If none is
			// seen
			// arriving, invocations other than those of a schedule stand for them.
			return (count(Kind.REQUEST) == 0) ? count(Kind.INVOCATION) : count(Kind.REQUEST);
		}

		/**
		 * Return the times without a break in which anything went on.
		 */
		List<Long> stretches() {
			TreeSet<Long> times = new TreeSet<>();
			for (Interval each : this.intervals) {
				if (each.isOccupied()) {
					times.add(each.from);
					times.add(each.to);
				}
			}
			List<Long> stretches = new ArrayList<>();
			long stretch = 0;
			Long before = null;
			for (long time : times) {
				if (before != null) {
					long begin = before;
					if (this.intervals.stream().anyMatch((each) -> each.isOccupied() && each.covers(begin))) {
						stretch += time - begin;
					}
					else if (stretch > 0) {
						stretches.add(stretch);
						stretch = 0;
					}
				}
				before = time;
			}
			if (stretch > 0) {
				stretches.add(stretch);
			}
			return stretches;
		}

		long occupied() {
			return stretches().stream().mapToLong(Long::longValue).sum();
		}

		/**
		 * Let it happen, and return the bill at its end.
		 */
		InstanceBill happen(InstanceCosts costs, List<InvocationCost> records) {
			InvocationLedger ledger = new InvocationLedger(1);
			// Two intervals may be equal.
			Map<Interval, InvocationLedger.Mark> running = new IdentityHashMap<>();
			List<Event> events = new ArrayList<>();
			this.intervals.forEach((each) -> {
				events.add(new Event(each, each.from, true));
				events.add(new Event(each, each.to, false));
			});
			// Stable, so that an interval without length begins before it ends.
			events.sort(Comparator.comparingLong(Event::nanos));
			for (Event event : events) {
				Interval each = event.interval;
				switch (each.kind) {
					case START_UP -> phase(ledger, Occupancy.START_UP, event);
					case REQUEST -> phase(ledger, Occupancy.REQUEST, event);
					case SHUTDOWN -> phase(ledger, Occupancy.SHUTDOWN, event);
					default -> invocation(ledger, running, event, costs, records);
				}
			}
			return costs.bill(() -> ledger.instanceTime(this.now));
		}

		private void phase(InvocationLedger ledger, Occupancy occupancy, Event event) {
			if (event.begins) {
				ledger.begin(occupancy, event.nanos);
			}
			else {
				ledger.end(occupancy, event.nanos);
			}
		}

		private void invocation(InvocationLedger ledger, Map<Interval, InvocationLedger.Mark> running, Event event,
				InstanceCosts costs, List<InvocationCost> records) {
			Interval each = event.interval;
			if (event.begins) {
				running.put(each, ledger.start(event.nanos, each.kind == Kind.NESTED));
				return;
			}
			InvocationLedger.Activity activity = ledger.end(running.remove(each), event.nanos);
			InvocationCost cost = activity.hasShares() ? costs.cost(new FairShare(activity, 0, 0), List.of(),
					new Origin((each.kind == Kind.TIMER) ? Trigger.TIMER : Trigger.HTTP, null)) : null;
			InvocationRecord record = TestRecords.sequence(1)
				.handler(each.handler)
				.start(Instant.EPOCH.plusNanos(each.from >>> 8))
				.cost(cost)
				.build();
			costs.add(record);
			if (cost != null) {
				records.add(cost);
				assertThat(cost.missing()).isEmpty();
				assertThat(cost.amount(Part.SERVICES)).isNull();
			}
		}

	}

	private record Event(Interval interval, long nanos, boolean begins) {

	}

}
