package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.share.InstanceTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Examples that the platforms publish, to the last cent.
 */
class PublishedExamplesTests {

	private static final long SECOND = 1_000_000_000;

	private static final long MEBI = 1024 * 1024;

	private final PriceTables tables = PriceTables.builtIn();

	private CostOptions.Builder on(Platform platform, String cpu, long mebibytes) {
		return CostOptions.on(platform).region("us-central1").cpu(new BigDecimal(cpu)).memory(mebibytes * MEBI);
	}

	private InstanceBill bill(CostOptions.Builder options, long seconds, long requests) {
		CostModel model = CostModel.of(this.tables, options.build());
		long nanos = seconds * SECOND;
		Quote fee = model.tariff().request();
		UsageSum all = new UsageSum(requests, nanos, nanos,
				Charges.NONE.with(Part.REQUEST, (fee.price() != null) ? fee.price().each(requests) : null));
		InstanceTime time = new InstanceTime(nanos, 0, 0, 0, 0, 0, 1, nanos);
		return new BillCalculator(model, new CostLedger.Sums(all, Map.of("handler", all),
				Map.of(LocalDate.of(2026, 1, 1), all), UsageSum.NONE, List.of()), time)
			.bill();
	}

	@Test
	void tenMillionShortRequestsOnCloudRun() {
		InstanceBill bill = bill(on(Platform.CLOUD_RUN, "0.167", 256), 2_000_000, 10_000_000);
		Charges free = bill.freeTier().value();
		assertThat(bill.total().value()).isEqualByComparingTo("13.266");
		// The example subtracts the free requests in both of its sums.
		Amount withoutFreeTime = bill.total().minus(free.amount(Part.REQUEST));
		assertThat(withoutFreeTime.rounded(2)).isEqualByComparingTo("12.47");
		Charges all = bill.lines().stream().map(InstanceBill.Line::charges).reduce(Charges.NONE, Charges::plus);
		Amount withFree = bill.total().minus(bill.freeTier().deduction(all).total());
		assertThat(withFree.rounded(2)).isEqualByComparingTo("7.25");
		assertThat(bill.freeTier().usedCpuSeconds()).isEqualByComparingTo("334000");
		assertThat(bill.freeTier().usedMemoryGibSeconds()).isEqualByComparingTo("500000");
		assertThat(bill.handlers()).singleElement()
			.satisfies((handler) -> assertThat(handler.perThousand()).isEqualByComparingTo("0.0013266"));
	}

	@Test
	void aJobWithACommitment() {
		InstanceBill bill = bill(on(Platform.CLOUD_RUN_JOBS, "1", 512).commitment("flexible-3-years"), 730 * 60, 730);
		assertThat(bill.total().rounded(2)).isEqualByComparingTo("0.45");
	}

	@Test
	void aWorkerPoolWithACommitment() {
		InstanceBill bill = bill(on(Platform.CLOUD_RUN_WORKER_POOLS, "1", 512).commitment("flexible-3-years"),
				2_628_000, 0);
		assertThat(bill.total().rounded(2)).isEqualByComparingTo("16.83");
		// The example values the free tier at the list prices of instances.
		Charges free = bill(on(Platform.CLOUD_RUN, "1", 512).mode("instance-based"), 60, 0).freeTier().value();
		assertThat(bill.total().minus(free.total()).rounded(2)).isEqualByComparingTo("11.61");
	}

	@Test
	void instanceBasedBillingIsCheaperFromThreeQuartersOnActive() {
		// The fee of requests aside: there are none.
		assertThat(cheapest(7524)).isEqualTo(BillingMode.REQUEST_BASED);
		assertThat(cheapest(7525)).isEqualTo(BillingMode.INSTANCE_BASED);
	}

	private BillingMode cheapest(long activeInTenThousand) {
		CostModel model = CostModel.of(this.tables, on(Platform.CLOUD_RUN, "1", 512).build());
		long active = activeInTenThousand * 100 * SECOND;
		UsageSum all = new UsageSum(0, active, active, Charges.NONE);
		InstanceTime time = new InstanceTime(active, 0, 0, 0, 1_000_000 * SECOND - active, 0, 1, active);
		return new BillCalculator(model, new CostLedger.Sums(all, Map.of(), Map.of(), UsageSum.NONE, List.of()), time)
			.bill()
			.cheapest();
	}

	/**
	 * The table of prices for 100 ms of Cloud Functions, first generation.
	 */
	@ParameterizedTest
	@CsvSource({ "128, 0.000000231", "256, 0.000000463", "512, 0.000000925", "1024, 0.00000165", "2048, 0.0000029",
			"4096, 0.0000058", "8192, 0.0000068" })
	void aTenthOfASecondOfAFunctionOfTheFirstGeneration(long mebibytes, String price) {
		CostModel model = CostModel.of(this.tables,
				CostOptions.on(Platform.CLOUD_FUNCTIONS_1).region("us-central1").memory(mebibytes * MEBI).build());
		assertThat(model.rate().times(SECOND / 10).total().rounded(9)).isEqualByComparingTo(new BigDecimal(price));
	}

	@Test
	void threeMillionInvocationsOfOneSecondOnAzure() {
		// 4,500,000 GB-s at 0.000016, and three million executions.
		InstanceBill bill = bill(CostOptions.on(Platform.AZURE_FUNCTIONS).region("eastus").memory(1536 * MEBI),
				3_000_000, 3_000_000);
		assertThat(bill.total().value()).isEqualByComparingTo("72.6");
		Charges all = bill.lines().stream().map(InstanceBill.Line::charges).reduce(Charges.NONE, Charges::plus);
		assertThat(bill.total().minus(bill.freeTier().deduction(all).total()).value()).isEqualByComparingTo("66");
	}

	@Test
	void aLineOfFourKilobytesCostsAlmostFiveTimesTheRequest() {
		PriceTable logging = this.tables.volume("log");
		assertThat(logging.price("per-gib.log").volume(4096).times(1_000_000).rounded(2)).isEqualByComparingTo("1.91");
	}

}
