package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.record.InvocationCost.Reason;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.share.TestShares;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CostModel} and the cost of single invocations.
 */
class CostModelTests {

	private static final long MILLI = 1_000_000;

	private static final long GIBI = 1L << 30;

	private final PriceTables tables = PriceTables.builtIn();

	private static CostOptions.Builder cloudRun() {
		return CostOptions.on(Platform.CLOUD_RUN).region("us-central1").cpu(BigDecimal.ONE).memory(GIBI / 2);
	}

	private InvocationCost cost(CostOptions.Builder options, long wallNanos, ServiceCallUsage... calls) {
		return cost(CostModel.of(this.tables, options.build()), wallNanos, calls);
	}

	private static InvocationCost cost(CostModel model, long wallNanos, ServiceCallUsage... calls) {
		return new InstanceCosts(model, 10).cost(TestShares.ofWallTime(wallNanos), List.of(calls), true);
	}

	private static String reason(InvocationCost cost, Part part) {
		return cost.missing()
			.stream()
			.filter((reason) -> reason.part() == part)
			.map(Reason::text)
			.findFirst()
			.orElse("");
	}

	@Test
	void anInvocationPaysForItsShareOfTheInstance() {
		InvocationCost cost = cost(cloudRun(), 100 * MILLI);
		assertThat(cost.currency()).isEqualTo("USD");
		assertThat(cost.amount(Part.CPU)).isEqualByComparingTo("0.0000024");
		assertThat(cost.amount(Part.MEMORY)).isEqualByComparingTo("0.000000125");
		assertThat(cost.amount(Part.REQUEST)).isEqualByComparingTo("0.0000004");
		assertThat(cost.amount()).isEqualByComparingTo("0.000002925");
		assertThat(cost.rounded()).isEqualTo(2.925e-6);
		assertThat(cost.rounded(Part.CPU)).isEqualTo(2.4e-6);
		assertThat(cost.amount(Part.SERVICES)).isNull();
		assertThat(cost.amount(Part.EGRESS)).isNull();
		assertThat(cost.amount(Part.LOG)).isNull();
		assertThat(cost.rounded(Part.LOG)).isNaN();
		assertThat(cost.missing()).isEmpty();
		assertThat(cost.pricesDate()).isEqualTo(LocalDate.of(2025, 8, 19));
	}

	@Test
	void instanceBasedBillingHasNoFee() {
		InvocationCost cost = cost(cloudRun().mode("instance-based"), 100 * MILLI);
		assertThat(cost.amount(Part.CPU)).isEqualByComparingTo("0.0000018");
		assertThat(cost.amount(Part.MEMORY)).isEqualByComparingTo("0.0000001");
		assertThat(cost.amount(Part.REQUEST)).isNull();
		assertThat(cost.missing()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000000", "1000000, 1000000", "1000001, 2000000" })
	void lambdaRoundsEachInvocationUpToAMillisecond(long nanos, long billed) {
		InvocationCost cost = cost(
				CostOptions.on(Platform.AWS_LAMBDA).region("us-east-1").architecture("x86_64").memory(GIBI), nanos);
		assertThat(cost.amount(Part.MEMORY))
			.isEqualByComparingTo(new BigDecimal("0.0000166667").multiply(BigDecimal.valueOf(billed, 9)));
		assertThat(cost.amount(Part.CPU)).isNull();
		assertThat(cost.amount(Part.REQUEST)).isEqualByComparingTo("0.0000002");
		assertThat(cost.missing()).isEmpty();
	}

	@Test
	void lambdaHasAPriceForEachArchitecture() {
		InvocationCost cost = cost(
				CostOptions.on(Platform.AWS_LAMBDA).region("us-east-1").architecture("arm64").memory(GIBI), MILLI);
		assertThat(cost.amount(Part.MEMORY)).isEqualByComparingTo("0.0000000133334");
	}

	@Test
	void azureRoundsMemoryAndTimeUp() {
		InvocationCost cost = cost(CostOptions.on(Platform.AZURE_FUNCTIONS).region("eastus").memory(129L << 20), MILLI);
		// 256 MiB for 100 ms.
		assertThat(cost.amount(Part.MEMORY)).isEqualByComparingTo("0.0000004");
		assertThat(cost.assumptions()).contains("all memory in use");
	}

	@Test
	void functionsOfTheFirstGenerationHaveTheCpuOfTheirMemory() {
		CostOptions.Builder options = CostOptions.on(Platform.CLOUD_FUNCTIONS_1).region("europe-west3");
		// 201 MiB have the CPU of 256 MiB: 400 MHz.
		assertThat(cost(options.memory(201L << 20), 1).amount(Part.CPU)).isEqualByComparingTo("0.00000056");
		InvocationCost large = cost(options.memory(32 * GIBI), 1);
		assertThat(large.amount(Part.CPU)).isNull();
		assertThat(reason(large, Part.CPU)).contains("vCPUs");
	}

	@Test
	void operationsOfServicesArePriced() {
		InvocationCost cost = cost(cloudRun(), MILLI,
				Usages.requests("storage.objects.get", CallDirection.DOWNLOAD, 2, 0, "200", 2, "503", 1),
				Usages.calls("storage", "storage.objects.insert", 3, 1),
				Usages.calls("storage", "storage.objects.delete", 9, 0));
		assertThat(cost.amount(Part.SERVICES)).isEqualByComparingTo("0.0000108");
		assertThat(cost.missing()).isEmpty();
	}

	@Test
	void anOperationWithoutAPriceIsNamedAndNotFree() {
		InvocationCost cost = cost(cloudRun(), MILLI, Usages.calls("storage", "download", 2, 0),
				Usages.calls("ledger", "POST", 1, 0), Usages.calls("storage", "storage.objects.get", 1, 0));
		assertThat(cost.amount(Part.SERVICES)).isEqualByComparingTo("0.0000004");
		assertThat(cost.missing()).extracting(Reason::text)
			.containsExactly("there is no price of the operation download of storage",
					"there is no table of prices of the service ledger");
		assertThat(cost(cloudRun(), MILLI, Usages.calls("ledger", "POST", 1, 0)).amount(Part.SERVICES)).isNull();
	}

	@Test
	void operationsOfTheUserAreAddedToThoseOfAService() {
		PriceTables mine = this.tables.with(PriceTables.parse("""
				[my-storage]
				source = https://example.com
				date = 2026-06-11
				currency = USD
				service = storage
				class.read = 0.000001
				operations.read = download storage.buckets.get
				""", "test"));
		InvocationCost cost = cost(CostModel.of(mine, cloudRun().build()), MILLI,
				Usages.calls("storage", "download", 2, 0), Usages.calls("storage", "storage.buckets.get", 1, 0),
				Usages.calls("storage", "storage.objects.get", 1, 0));
		assertThat(cost.amount(Part.SERVICES)).isEqualByComparingTo("0.0000034");
		assertThat(cost.missing()).isEmpty();
	}

	@Test
	void pricesInAnotherCurrencyAreOfNoUse() {
		PriceTables yen = this.tables.with(PriceTables.parse("""
				[tokyo]
				source = https://example.com
				date = 2026-06-11
				currency = JPY
				platform = cloud-run
				regions = asia-northeast1
				request-based.cpu-second = 0.0038
				request-based.memory-gib-second = 0.0004
				request-based.request = 0.00006
				""", "test"));
		CostModel model = CostModel.of(yen,
				CostOptions.on(Platform.CLOUD_RUN)
					.region("asia-northeast1")
					.cpu(BigDecimal.ONE)
					.memory(GIBI)
					.log("log")
					.build());
		InvocationCost cost = cost(model, MILLI, Usages.calls("storage", "storage.objects.get", 1, 0));
		assertThat(cost.currency()).isEqualTo("JPY");
		assertThat(cost.amount(Part.CPU)).isEqualByComparingTo("0.0000038");
		assertThat(cost.amount(Part.SERVICES)).isNull();
		assertThat(cost.amount(Part.LOG)).isNull();
		assertThat(reason(cost, Part.SERVICES)).contains("'cloud-storage'", "USD", "JPY");
		assertThat(reason(cost, Part.LOG)).contains("'cloud-logging'", "USD", "JPY");
		assertThat(cost.pricesDate()).isEqualTo(LocalDate.of(2026, 6, 11));
	}

	@Test
	void bytesSentCostWhatIsConfigured() {
		CostModel named = CostModel.of(this.tables, cloudRun().egress("internet-na-na").build());
		InvocationCost cost = new InstanceCosts(named, 10)
			.cost(TestShares.of(MILLI, 0, 0, Map.of(Column.NETWORK_SENT, GIBI / 4)), List.of(), true);
		assertThat(cost.amount(Part.EGRESS)).isEqualByComparingTo("0.02625");
		assertThat(cost.assumptions()).anyMatch((text) -> text.equals("one price for all bytes sent"));
		CostModel number = CostModel.of(this.tables, cloudRun().egress("0.12").build());
		assertThat(reason(cost(number, MILLI), Part.EGRESS)).contains("were not read");
		assertThat(cost(cloudRun().egress("off"), MILLI).missing()).isEmpty();
	}

	@Test
	void theLineOfTheRecordIsPartOfItsCost() {
		long[] bytes = { 0 };
		CostModel model = CostModel.of(this.tables, cloudRun().log("log").build(), () -> InstanceSize.of(1000, GIBI),
				() -> bytes[0]);
		assertThat(reason(cost(model, MILLI), Part.LOG)).isEqualTo("no line was written before");
		bytes[0] = 4096;
		InvocationCost cost = cost(model, MILLI);
		bytes[0] = 1;
		assertThat(cost.amount(Part.LOG)).isEqualByComparingTo("0.0000019073486328125");
		assertThat(cost.assumptions()).contains("log line as long as those before");
	}

	@Test
	void aMissingPriceMakesItsPartAbsent() {
		InvocationCost unlisted = cost(cloudRun().region("us-east7"), MILLI);
		assertThat(unlisted.amount()).isNull();
		assertThat(unlisted.rounded()).isNaN();
		assertThat(reason(unlisted, Part.CPU)).contains("'cloud-run-unlisted' of 2025-08-19",
				"request-based.cpu-second");
		InvocationCost pool = cost(
				CostOptions.on(Platform.CLOUD_RUN_WORKER_POOLS).region("us-west2").cpu(BigDecimal.ONE).memory(GIBI),
				MILLI);
		assertThat(pool.amount(Part.MEMORY)).isNull();
		assertThat(reason(pool, Part.MEMORY)).contains("'cloud-run-tier-2'", "worker-pool.memory-gib-second");
	}

	@Test
	void anUnknownSizeMakesItsPartAbsent() {
		InvocationCost cost = cost(CostOptions.on(Platform.CLOUD_RUN).region("us-central1").memory(GIBI), MILLI);
		assertThat(cost.amount(Part.CPU)).isNull();
		assertThat(reason(cost, Part.CPU)).contains("resource-monitor.cost.cpu");
		assertThat(cost.amount(Part.MEMORY)).isEqualByComparingTo("0.0000000025");
		assertThat(cost.amount()).isEqualByComparingTo("0.0000004025");
	}

	@Test
	void theSizeIsThatOfTheEnd() {
		InstanceSize[] size = { new InstanceSize(null, "boosted", GIBI, "found") };
		CostModel model = CostModel.of(this.tables, CostOptions.on(Platform.CLOUD_RUN).region("us-central1").build(),
				() -> size[0], () -> 0);
		InvocationCost early = cost(model, MILLI);
		size[0] = new InstanceSize(2000L, "found", GIBI, "found");
		InvocationCost late = cost(model, MILLI);
		assertThat(early.amount(Part.CPU)).isNull();
		assertThat(reason(early, Part.CPU)).isEqualTo("boosted");
		assertThat(late.amount(Part.CPU)).isEqualByComparingTo("0.000000048");
	}

	@Test
	void aRegionThatWasNotFoundOutIsAReasonAndNoError() {
		InvocationCost none = cost(CostOptions.on(Platform.CLOUD_RUN).cpu(BigDecimal.ONE).memory(GIBI), MILLI);
		assertThat(none.currency()).isEqualTo("USD");
		assertThat(reason(none, Part.CPU)).isEqualTo("the region is not known");
		InvocationCost other = cost(
				CostOptions.on(Platform.CLOUD_RUN).foundRegion("moon-north1").cpu(BigDecimal.ONE).memory(GIBI), MILLI);
		assertThat(reason(other, Part.REQUEST)).contains("'moon-north1'");
	}

	@Test
	void aRegionThatIsConfiguredMustBeKnown() {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> cost(cloudRun().region("us-centrall1"), MILLI))
			.withMessageContaining("Unknown region of cloud-run 'us-centrall1'; known are: africa-south1, asia-east1");
	}

	@Test
	void namesMustBeKnown() {
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> Platform.of("heroku"))
			.withMessage("Unknown platform 'heroku'; known are: cloud-run, cloud-run-jobs, cloud-run-worker-pools, "
					+ "cloud-functions-1, aws-lambda, azure-functions, custom");
		assertThat(Platform.of(" CLOUD_RUN ")).isEqualTo(Platform.CLOUD_RUN);
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cost(cloudRun().mode("always"), MILLI))
			.withMessage("Unknown billing mode of cloud-run 'always'; known are: request-based, instance-based");
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> cost(cloudRun().commitment("10-years"), MILLI))
			.withMessageContaining("Unknown commitment '10-years'; known are: cloud-run-1-year");
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cost(cloudRun().egress("mars"), MILLI))
			.withMessageContaining("Unknown price of egress 'mars'; known are: inter-region-na");
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cost(cloudRun().log("-1"), MILLI))
			.withMessageContaining("The price of log is broken");
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> cost(CostOptions.on(Platform.CUSTOM), MILLI))
			.withMessageContaining("no table of prices of the platform 'custom'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "0.0005", "1.0001" })
	void theVcpusMustBePositiveThousandths(String cpu) {
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cloudRun().cpu(new BigDecimal(cpu)))
			.withMessageContaining(cpu);
	}

	@Test
	void aCommitmentReducesTimeAndNotFees() {
		InvocationCost cost = cost(cloudRun().commitment("cloud-run-1-year"), 1000 * MILLI);
		assertThat(cost.amount(Part.CPU)).isEqualByComparingTo("0.00001992");
		assertThat(cost.amount(Part.REQUEST)).isEqualByComparingTo("0.0000004");
		assertThat(cost(cloudRun().commitment("0.5"), 1000 * MILLI).amount(Part.CPU)).isEqualByComparingTo("0.000012");
	}

	@Test
	void whatCannotBeKnownIsAnAssumption() {
		assertThat(cost(cloudRun(), MILLI).assumptions()).containsExactly("request-based billing",
				"no minimum instance", "no commitment");
		assertThat(cost(cloudRun().mode("request-based").minimumInstance(false).commitment("0"), MILLI).assumptions())
			.isEmpty();
		InvocationCost handler = new InstanceCosts(CostModel.of(this.tables, cloudRun().build()), 10)
			.cost(TestShares.ofWallTime(MILLI), List.of(), false);
		assertThat(handler.assumptions()).contains("a request of its own");
		assertThat(cost(CostOptions.on(Platform.CLOUD_RUN).region("us-central1"), MILLI).assumptions())
			.anyMatch((text) -> text.equals("vCPUs of the control group"))
			.anyMatch((text) -> text.equals("memory of the control group"));
	}

	@Test
	void anotherPlatformIsATableOfTheUsers() {
		PriceTables mine = this.tables.with(PriceTables.parse("""
				[private-cloud]
				source = https://example.com
				date = 2026-06-11
				currency = EUR
				platform = custom
				request-based.cpu-second = 0.00001
				request-based.memory-gib-second = included
				request-based.request = included
				""", "test"));
		InvocationCost cost = cost(
				CostModel.of(mine, CostOptions.on(Platform.CUSTOM).cpu(BigDecimal.TEN).memory(GIBI).build()),
				1000 * MILLI);
		assertThat(cost.currency()).isEqualTo("EUR");
		assertThat(cost.amount()).isEqualByComparingTo("0.0001");
		assertThat(cost.missing()).isEmpty();
	}

	@Test
	void aMistakeNamesItsOption() {
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cost(cloudRun().region("moon"), MILLI))
			.satisfies((ex) -> {
				assertThat(ex.subject()).isEqualTo("region");
				assertThat(ex.value()).isEqualTo("moon");
			});
	}

	@Test
	void oneLineSaysWhatIsKnownAndAssumed() {
		assertThat(CostModel.of(this.tables, cloudRun().commitment("0").build()).description())
			.isEqualTo("cloud-run in us-central1, request-based billing, by prices of 2025-08-19; "
					+ "assumed: request-based billing, no minimum instance");
		assertThat(CostModel.of(this.tables, CostOptions.on(Platform.CLOUD_RUN_JOBS).build()).description())
			.startsWith("cloud-run-jobs, whose region is not known, instance-based billing");
	}

	@Test
	void functionsOfTheFirstGenerationPayForGigahertzWhateverVcpusAreKnown() {
		CostOptions.Builder options = CostOptions.on(Platform.CLOUD_FUNCTIONS_1)
			.region("us-central1")
			.memory(256L << 20);
		CostModel found = CostModel.of(this.tables, options.build(), () -> InstanceSize.of(1000, 256L << 20), () -> 0);
		// 100 ms of 0.4 GHz.
		assertThat(cost(found, 100 * MILLI).amount(Part.CPU)).isEqualByComparingTo("0.0000004");
		assertThat(cost(options.cpu(BigDecimal.valueOf(2)), 100 * MILLI).amount(Part.CPU))
			.isEqualByComparingTo("0.0000004");
		assertThat(cost(found, 1).assumptions()).doesNotContain("vCPUs of the control group")
			.contains("no minimum instance");
		CostModel withoutMemory = CostModel.of(this.tables,
				CostOptions.on(Platform.CLOUD_FUNCTIONS_1).region("us-central1").build(),
				() -> new InstanceSize(1000L, "found", null, "no limit"), () -> 0);
		assertThat(cost(withoutMemory, 1).amount(Part.CPU)).isNull();
		assertThat(reason(cost(withoutMemory, 1), Part.CPU)).isEqualTo("no limit");
	}

	private CostModel custom(CostOptions.Builder options, String... lines) {
		return CostModel.of(this.tables.with(PriceTables.parse("""
				[mine]
				source = https://example.com
				date = 2026-06-11
				currency = USD
				platform = custom
				""" + String.join("\n", lines), "test")), options.cpu(BigDecimal.ONE).memory(GIBI).build());
	}

	@Test
	void timeIsNotRoundedUnlessTheTableSaysSo() {
		CostOptions.Builder options = CostOptions.on(Platform.CUSTOM).mode("invocation-based");
		CostModel absent = custom(options, "invocation-based.cpu-second = 0.001");
		assertThat(absent.roundingNanos()).isOne();
		assertThat(cost(absent, 1).amount(Part.CPU)).isEqualByComparingTo("0.000000000001");
		CostModel zero = custom(options, "invocation-based.cpu-second = 0.001", "invocation-based.rounding-ms = 0");
		assertThat(cost(zero, 1).amount(Part.CPU)).isEqualByComparingTo("0.000000000001");
	}

	@Test
	void eachServiceWithoutATableIsOneReason() {
		InvocationCost cost = cost(cloudRun(), MILLI, Usages.calls("ledger", "GET", 1, 0),
				Usages.calls("ledger", "POST", 1, 0), Usages.calls("storage", "download", 1, 0));
		assertThat(cost.missing()).extracting(Reason::text)
			.containsExactly("there is no table of prices of the service ledger",
					"there is no price of the operation download of storage");
	}

	@Test
	void theTableOfAServiceCountsOnceItHasAPrice() {
		CostModel model = CostModel.of(this.tables.with(PriceTables.parse("""
				[queue]
				source = https://example.com
				date = 2020-01-02
				currency = USD
				service = queue
				assumption = queue: standard
				class.send = 0.1
				operations.send = send
				""", "test")), cloudRun().build());
		assertThat(model.pricesDate()).isEqualTo(LocalDate.of(2025, 8, 19));
		assertThat(cost(model, MILLI).pricesDate()).isEqualTo(LocalDate.of(2025, 8, 19));
		assertThat(cost(model, MILLI).assumptions()).doesNotContain("queue: standard");
		InvocationCost sent = cost(model, MILLI, Usages.calls("queue", "send", 1, 0));
		assertThat(sent.pricesDate()).isEqualTo(LocalDate.of(2020, 1, 2));
		assertThat(sent.assumptions()).contains("queue: standard");
		assertThat(cost(model, MILLI, Usages.calls("storage", "storage.objects.get", 1, 0)).assumptions())
			.contains("Cloud Storage: standard, single region");
	}

	@Test
	void aPriceThatADiscountMakesTooLongIsNamed() {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> custom(CostOptions.on(Platform.CUSTOM).commitment("0.1234"),
					"request-based.cpu-second = 0.000000000001"))
			.withMessageContaining("'request-based.cpu-second'")
			.satisfies((ex) -> assertThat(ex.subject()).isEqualTo("commitment"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e-999999999", "1e999999999", "0e-999999999" })
	void aNumberWithAHugeExponentIsRefusedAtOnce(String number) {
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> cost(cloudRun().egress(number), MILLI))
			.satisfies((ex) -> assertThat(ex.subject()).isEqualTo("egress"));
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> cost(cloudRun().commitment(number), MILLI))
			.satisfies((ex) -> assertThat(ex.subject()).isEqualTo("commitment"));
	}

	@Test
	void aTimerWithoutARequestPaysNoFee() {
		InstanceCosts costs = new InstanceCosts(CostModel.of(this.tables, cloudRun().build()), 10);
		for (Trigger trigger : List.of(Trigger.TIMER, Trigger.PUBSUB)) {
			InvocationCost cost = costs.cost(TestShares.ofWallTime(MILLI), List.of(), new Origin(trigger, null));
			assertThat(cost.amount(Part.REQUEST)).isNull();
			assertThat(cost.missing()).isEmpty();
			assertThat(cost.assumptions()).doesNotContain("a request of its own");
		}
		InvocationCost other = costs.cost(TestShares.ofWallTime(MILLI), List.of(), new Origin(Trigger.OTHER, null));
		assertThat(other.amount(Part.REQUEST)).isEqualByComparingTo("0.0000004");
		assertThat(other.assumptions()).contains("a request of its own");
	}

}
