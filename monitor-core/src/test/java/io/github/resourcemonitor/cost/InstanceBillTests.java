package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.record.InvocationCost.Reason;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.Occupancy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link InstanceBill} and what it is calculated from.
 */
class InstanceBillTests {

	private static final long MILLI = 1_000_000;

	private static final long GIBI = 1L << 30;

	private final InvocationLedger ledger = new InvocationLedger(1);

	private final List<InvocationCost> records = new ArrayList<>();

	private InstanceCosts costs = costs(cloudRun());

	private static CostOptions.Builder cloudRun() {
		return CostOptions.on(Platform.CLOUD_RUN).region("us-central1").cpu(BigDecimal.ONE).memory(GIBI);
	}

	private static InstanceCosts costs(CostOptions.Builder options) {
		return new InstanceCosts(CostModel.of(PriceTables.builtIn(), options.build()), 2);
	}

	private void invocation(String handler, long fromMillis, long toMillis, ServiceCallUsage... calls) {
		end(handler, this.ledger.start(fromMillis * MILLI, false), toMillis, calls);
	}

	private void end(String handler, InvocationLedger.Mark mark, long millis, ServiceCallUsage... calls) {
		InvocationLedger.Activity activity = this.ledger.end(mark, millis * MILLI);
		InvocationCost cost = this.costs.cost(new FairShare(activity, 0, 0), List.of(calls), true);
		this.records.add(cost);
		this.costs.add(TestRecords.sequence(1).handler(handler).start(Instant.ofEpochMilli(millis)).cost(cost).build());
	}

	private InstanceBill bill(long millis) {
		return this.costs.bill(() -> this.ledger.instanceTime(millis * MILLI));
	}

	@Test
	void eachTimeIsInOneLine() {
		this.ledger.begin(Occupancy.START_UP, 0);
		this.ledger.end(Occupancy.START_UP, 700 * MILLI);
		this.ledger.begin(Occupancy.REQUEST, 1000 * MILLI);
		invocation("a", 1010, 1110);
		this.ledger.end(Occupancy.REQUEST, 1115 * MILLI);
		this.ledger.begin(Occupancy.REQUEST, 2000 * MILLI);
		this.ledger.end(Occupancy.REQUEST, 2003 * MILLI);
		this.ledger.begin(Occupancy.SHUTDOWN, 3000 * MILLI);
		InstanceBill bill = bill(3050);
		assertThat(bill.lines()).extracting(Line::name, (line) -> line.nanos() / MILLI)
			.containsExactly(tuple(Line.START_UP, 700L), tuple(Line.INVOCATIONS, 100L), tuple(Line.RUNNING, 0L),
					tuple(Line.OUTSIDE, 18L), tuple(Line.IDLE, 0L), tuple(Line.SHUTDOWN, 50L),
					tuple(Line.ROUNDING, 32L));
		// Two requests, one of which has the invocation.
		assertThat(bill.line(Line.OUTSIDE).charges().amount(Part.REQUEST).value()).isEqualByComparingTo("0.0000004");
		// 900 ms, or 700 + 200 + 100 + 100 ms, and two requests.
		assertThat(bill.total().value()).isEqualByComparingTo("0.00002465");
		assertThat(bill.upperBound().value()).isEqualByComparingTo("0.00002995");
		assertThat(bill.time().stretches()).isEqualTo(4);
		assertThat(bill.time().idleNanos()).isEqualTo(2182 * MILLI);
		assertThat(bill.idleShare()).isEqualTo(2182 / 3050.0);
	}

	@Test
	void aRunningInvocationIsALineOfItsOwn() {
		InvocationLedger.Mark mark = this.ledger.start(0, false);
		InstanceBill running = bill(500);
		assertThat(running.line(Line.RUNNING).nanos()).isEqualTo(500 * MILLI);
		assertThat(running.total().value()).isEqualByComparingTo("0.00001325");
		end("a", mark, 500);
		InstanceBill ended = bill(500);
		assertThat(ended.line(Line.RUNNING).nanos()).isZero();
		assertThat(ended.line(Line.INVOCATIONS).nanos()).isEqualTo(500 * MILLI);
		assertThat(ended.total().minus(running.total()).value()).isEqualByComparingTo("0.0000004");
	}

	@Test
	void whatEndsWhileTheBillIsMadeIsNotCountedTwice() {
		InvocationLedger.Mark mark = this.ledger.start(0, false);
		InstanceBill bill = this.costs.bill(() -> {
			end("a", mark, 500);
			return this.ledger.instanceTime(500 * MILLI);
		});
		assertThat(bill.line(Line.INVOCATIONS).nanos()).isZero();
		assertThat(bill.line(Line.RUNNING).nanos()).isEqualTo(500 * MILLI);
	}

	@Test
	void invocationsAtOnceShareTheirTime() {
		InvocationLedger.Mark first = this.ledger.start(0, false);
		InvocationLedger.Mark second = this.ledger.start(100 * MILLI, false);
		end("a", first, 200);
		end("b", second, 300);
		assertThat(this.records.get(0).amount(Part.CPU)).isEqualByComparingTo("0.0000036");
		assertThat(this.records.get(1).amount(Part.CPU)).isEqualByComparingTo("0.0000036");
		assertThat(bill(300).line(Line.INVOCATIONS).nanos()).isEqualTo(300 * MILLI);
	}

	@Test
	void aMinimumInstancePaysForIdleTime() {
		this.costs = costs(cloudRun().minimumInstance(true));
		invocation("a", 0, 100);
		assertThat(bill(1100).line(Line.IDLE).total().value()).isEqualByComparingTo("0.000005");
	}

	@Test
	void aShortLifeIsAtLeastAMinute() {
		this.costs = costs(cloudRun().mode("instance-based"));
		invocation("a", 0, 100);
		InstanceBill bill = bill(1100);
		assertThat(bill.total().value()).isEqualByComparingTo("0.0012");
		assertThat(bill.upperBound()).isEqualTo(bill.total());
		assertThat(bill.line(Line.ROUNDING).nanos()).isEqualTo(58_900 * MILLI);
		assertThat(bill.cheapest()).isEqualTo(BillingMode.REQUEST_BASED);
	}

	@Test
	void lambdaBillsEachInvocationAndTheStartByItself() {
		this.costs = costs(CostOptions.on(Platform.AWS_LAMBDA).region("us-east-1").architecture("amd64").memory(GIBI));
		Random random = new Random(1);
		this.ledger.begin(Occupancy.START_UP, 0);
		long now = 400_300_000;
		this.ledger.end(Occupancy.START_UP, now);
		long milliseconds = 401;
		for (int i = 0; i < 200; i++) {
			now += 1 + random.nextInt(20_000_000);
			long nanos = 1 + random.nextInt(20_000_000);
			InvocationLedger.Mark mark = this.ledger.start(now, false);
			now += nanos;
			milliseconds += (nanos + MILLI - 1) / MILLI;
			InvocationLedger.Activity activity = this.ledger.end(mark, now);
			InvocationCost cost = this.costs.cost(new FairShare(activity, 0, 0), List.of(), true);
			this.costs.add(TestRecords.sequence(1).cost(cost).build());
		}
		long end = now;
		InstanceBill bill = this.costs.bill(() -> this.ledger.instanceTime(end));
		assertThat(bill.total().value())
			.isEqualByComparingTo(new BigDecimal("0.0000166667").multiply(BigDecimal.valueOf(milliseconds, 3))
				.add(new BigDecimal("0.0000002").multiply(BigDecimal.valueOf(200))));
		assertThat(bill.upperBound()).isEqualTo(bill.total());
		assertThat(bill.alternatives()).isEmpty();
		assertThat(bill.cheapest()).isNull();
	}

	@Test
	void furtherHandlersAreTogether() {
		for (int i = 0; i < 5; i++) {
			invocation("handler " + i, i * 100, i * 100 + 50);
		}
		assertThat(bill(500).handlers()).extracting(InstanceBill.HandlerCost::handler)
			.containsExactly("(other)", "handler 0", "handler 1");
		assertThat(bill(500).handlers().get(0).usage().count()).isEqualTo(3);
		// 50 ms and a request, a thousand times.
		assertThat(bill(500).handlers().get(1).perThousand()).isEqualByComparingTo("0.001725");
	}

	@Test
	void theTotalOfAHandlerIsThatOfItsInvocations() {
		invocation("a", 0, 50);
		invocation("a", 100, 150);
		invocation("b", 200, 250);
		assertThat(this.costs.total("a")).isEqualTo(3.45e-6);
		assertThat(this.costs.total("c")).isZero();
	}

	@Test
	void daysBeforeTheLatestAreTogether() {
		long day = 86_400_000;
		for (int i = 0; i < 130; i++) {
			invocation("a", i * day, i * day + 50);
		}
		InstanceBill bill = bill(130 * day);
		assertThat(bill.days()).hasSize(101);
		assertThat(bill.days().get(0).day()).isNull();
		assertThat(bill.days().get(0).usage().count()).isEqualTo(30);
		assertThat(bill.days().stream().mapToLong((each) -> each.usage().count()).sum()).isEqualTo(130);
	}

	@Test
	void aRecordWithoutACostOrWithThatOfAnotherInstanceIsNotAdded() {
		this.costs.add(TestRecords.sequence(1).build());
		invocation("a", 0, 100);
		InstanceCosts others = costs(cloudRun());
		others.add(TestRecords.sequence(1).cost(this.records.get(0)).build());
		assertThat(others.bill(() -> this.ledger.instanceTime(0)).handlers()).isEmpty();
		assertThat(bill(100).handlers()).hasSize(1);
	}

	@Test
	void theBillSaysWhatIsMissing() {
		invocation("a", 0, 100, Usages.calls("ledger", "POST", 1, 0),
				Usages.calls("storage", "storage.objects.get", 2, 0));
		for (int i = 0; i < 100; i++) {
			invocation("a", 0, 100, Usages.calls("service " + i, "GET", 1, 0));
		}
		InstanceBill bill = bill(100);
		assertThat(bill.missing())
			.contains(new Reason(Part.SERVICES, "there is no table of prices of the service ledger"))
			.hasSizeLessThanOrEqualTo(20);
		assertThat(bill.line(Line.INVOCATIONS).charges().amount(Part.SERVICES).value())
			.isEqualByComparingTo("0.0000008");
	}

	@Test
	void theModesAreNotComparedWithoutPrices() {
		this.costs = costs(CostOptions.on(Platform.CLOUD_RUN).region("us-east7").cpu(BigDecimal.ONE).memory(GIBI));
		invocation("a", 0, 100);
		InstanceBill bill = bill(100);
		assertThat(bill.total()).isEqualTo(Amount.ZERO);
		assertThat(bill.missing()).extracting(Reason::part).contains(Part.CPU, Part.MEMORY, Part.REQUEST);
		assertThat(bill.alternatives()).containsEntry(BillingMode.INSTANCE_BASED, null);
		assertThat(bill.cheapest()).isNull();
	}

	@Test
	void theFreeTierIsNotSubtracted() {
		invocation("a", 0, 100);
		InstanceBill bill = bill(100);
		assertThat(bill.total().value()).isEqualByComparingTo("0.00000305");
		assertThat(bill.freeTier().cpuSeconds()).isEqualTo(180_000);
		assertThat(bill.freeTier().memoryGibSeconds()).isEqualTo(360_000);
		assertThat(bill.freeTier().requests()).isEqualTo(2_000_000);
		assertThat(bill.freeTier().value().total().value()).isEqualByComparingTo("6.02");
		assertThat(bill.freeTier().usedCpuSeconds()).isEqualByComparingTo("0.1");
		assertThat(bill.freeTier().usedRequests()).isOne();
	}

	@Test
	void severalInvocationsInARequestPayOneFee() {
		this.ledger.begin(Occupancy.REQUEST, 0);
		invocation("a", 10, 20);
		invocation("a", 30, 40);
		invocation("a", 50, 60);
		this.ledger.end(Occupancy.REQUEST, 100 * MILLI);
		InstanceBill bill = bill(100);
		// 100 ms of a vCPU and a GiB, and one request.
		assertThat(bill.total().value()).isEqualByComparingTo("0.00000305");
		assertThat(bill.freeTier().usedRequests()).isOne();
		assertThat(bill.assumptions()).doesNotContain("a request of its own");
		assertThat(bill.alternatives().get(BillingMode.REQUEST_BASED)).isEqualTo(bill.total());
	}

	@Test
	void timersDoNotPayTheFeeOfARequest() {
		InvocationLedger.Activity activity = this.ledger.end(this.ledger.start(0, false), 100 * MILLI);
		InvocationCost cost = this.costs.cost(new FairShare(activity, 0, 0), List.of(),
				new Origin(Trigger.TIMER, null));
		this.costs.add(TestRecords.sequence(1).cost(cost).build());
		InstanceBill bill = bill(100);
		assertThat(bill.total().value()).isEqualByComparingTo("0.00000265");
		assertThat(bill.alternatives().get(BillingMode.REQUEST_BASED)).isEqualTo(bill.total());
	}

	@Test
	void aMinimumInstanceWithoutAnIdlePriceIsNotCompared() {
		PriceTables tables = PriceTables.builtIn().with(PriceTables.parse("""
				[mine]
				source = https://example.com
				date = 2026-06-11
				currency = USD
				platform = cloud-run
				regions = us-central1
				request-based.cpu-second = 0.01
				request-based.memory-gib-second = included
				request-based.request = included
				instance-based.cpu-second = 0.02
				instance-based.memory-gib-second = included
				instance-based.request = included
				""", "test"));
		this.costs = new InstanceCosts(CostModel.of(tables, cloudRun().minimumInstance(true).build()), 2);
		invocation("a", 0, 100);
		InstanceBill bill = bill(1100);
		assertThat(bill.alternatives()).containsEntry(BillingMode.REQUEST_BASED, null);
		assertThat(bill.alternatives().get(BillingMode.INSTANCE_BASED)).isNotNull();
		assertThat(bill.cheapest()).isNull();
	}

	@Test
	void whatIsNotNamedAsFreeIsAbsent() {
		this.costs = costs(CostOptions.on(Platform.AWS_LAMBDA).region("us-east-1").architecture("amd64").memory(GIBI));
		invocation("a", 0, 100);
		FreeTier tier = bill(100).freeTier();
		assertThat(tier.cpuSeconds()).isNull();
		assertThat(tier.usedCpuSeconds()).isNull();
		assertThat(tier.memoryGibSeconds()).isEqualTo(400_000);
	}

	@Test
	void theBillHasTheTablesOfServicesThatHadAPrice() {
		assertThat(bill(0).assumptions()).doesNotContain("Cloud Storage: standard, single region");
		invocation("a", 0, 100, Usages.calls("storage", "storage.objects.get", 1, 0));
		assertThat(bill(100).assumptions()).containsOnlyOnce("Cloud Storage: standard, single region");
	}

}
