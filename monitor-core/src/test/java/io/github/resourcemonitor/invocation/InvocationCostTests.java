package io.github.resourcemonitor.invocation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.CostOptions;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PriceTables;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.schema.RecordJson;
import io.github.resourcemonitor.schema.RecordMaps;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the cost of invocations, and of their instance.
 */
class InvocationCostTests {

	private static final long MILLI = 1_000_000;

	private final TestMonitor test = new TestMonitor();

	private final CostOptions options = CostOptions.on(Platform.CLOUD_RUN)
		.region("us-central1")
		.cpu(BigDecimal.ONE)
		.memory(1L << 29)
		.build();

	private final InstanceCosts costs = new InstanceCosts(CostModel.of(PriceTables.builtIn(), this.options), 10);

	@Test
	void aRecordHasItsCost() {
		ResourceMonitor monitor = this.test.costs(this.costs).build();
		monitor.run("report", () -> this.test.clock.advance(100 * MILLI));
		InvocationCost cost = this.test.record().cost();
		assertThat(cost.amount(Part.CPU)).isEqualByComparingTo("0.0000024");
		assertThat(cost.amount()).isEqualByComparingTo("0.000002925");
		assertThat(cost.assumptions()).contains("a request of its own");
		assertThat(this.test.record().withoutSamples().cost()).isSameAs(cost);
		assertThat(new String(new RecordJson().toBytes(this.test.record(), false), StandardCharsets.UTF_8))
			.contains("\"cost\":{\"currency\":\"USD\",\"amount\":2.925E-6,\"cpu\":2.4E-6,\"memory\":1.25E-7,"
					+ "\"request\":4.0E-7,\"pricesDate\":\"2025-08-19\",\"assumptions\":[\"request-based billing\"");
	}

	@Test
	void aNestedInvocationIsPartOfTheOuterOne() {
		ResourceMonitor monitor = this.test.costs(this.costs).build();
		monitor.run("outer", () -> monitor.run("inner", () -> this.test.clock.advance(100 * MILLI)));
		assertThat(this.test.record("inner").cost()).isNull();
		assertThat(this.test.record("outer").cost().amount(Part.CPU)).isEqualByComparingTo("0.0000024");
		InstanceBill bill = this.test.invocations().instance().bill();
		assertThat(bill.handlers()).singleElement()
			.satisfies((handler) -> assertThat(handler.handler()).isEqualTo("outer"));
	}

	@Test
	void withoutPricesThereIsNoCost() {
		ResourceMonitor monitor = this.test.build();
		monitor.run("report", () -> this.test.clock.advance(100 * MILLI));
		InstanceLife instance = this.test.invocations().instance();
		instance.requestBegins();
		instance.requestEnds();
		instance.ready();
		instance.shutDown();
		assertThat(this.test.record().cost()).isNull();
		assertThat(instance.bill()).isNull();
		assertThat(instance.time().requests()).isZero();
		assertThat(instance.time().startUpNanos()).isZero();
		assertThat(RecordMaps.of(this.test.record(), false)).doesNotContainKey("cost");
	}

	@Test
	void theBillBeginsWithTheProcess() {
		ResourceMonitor monitor = this.test.costs(this.costs).build();
		InstanceLife instance = this.test.invocations().instance();
		this.test.clock.advance(700 * MILLI);
		instance.ready();
		this.test.clock.advance(1000 * MILLI);
		instance.requestBegins();
		this.test.clock.advance(10 * MILLI);
		monitor.run("report", () -> this.test.clock.advance(100 * MILLI));
		this.test.clock.advance(5 * MILLI);
		instance.requestEnds();
		this.test.clock.advance(50 * MILLI);
		instance.shutDown();
		this.test.clock.advance(20 * MILLI);
		InstanceBill bill = instance.bill();
		// The process is 1,234 ns older than the monitor.
		assertThat(bill.line(Line.START_UP).nanos()).isEqualTo(700 * MILLI + 1234);
		assertThat(bill.line(Line.INVOCATIONS).nanos()).isEqualTo(100 * MILLI);
		assertThat(bill.line(Line.OUTSIDE).nanos()).isEqualTo(15 * MILLI);
		assertThat(bill.line(Line.SHUTDOWN).nanos()).isEqualTo(20 * MILLI);
		assertThat(bill.time().idleNanos()).isEqualTo(1050 * MILLI);
		assertThat(bill.time().requests()).isOne();
		assertThat(bill.line(Line.OUTSIDE).charges().amount(Part.REQUEST).value()).isZero();
		assertThat(bill.total().value()).isEqualByComparingTo(
				new BigDecimal("0.00002525").multiply(new BigDecimal("0.9")).add(new BigDecimal("0.0000004")));
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	@Test
	void aCostThatCannotBeCalculatedLeavesTheRecord() throws Exception {
		InstanceCosts broken = new InstanceCosts(CostModel.of(PriceTables.builtIn(), this.options, () -> {
			throw new IllegalStateException("no size");
		}, () -> 0), 10);
		ResourceMonitor monitor = this.test.costs(broken).build();
		assertThat(monitor.call("report", () -> "result")).isEqualTo("result");
		assertThat(this.test.record().cost()).isNull();
		assertThat(this.test.failures.summaries()).containsOnlyKeys("cost of an invocation");
	}

}
