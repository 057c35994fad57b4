package io.github.resourcemonitor.cost;

import java.net.URI;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PriceTables}, its parser, and the tables of the library.
 */
class PriceTablesTests {

	private static final String HEAD = "[mine]\nsource = https://example.com\ndate = 2026-01-02\ncurrency = USD\n";

	private final PriceTables builtIn = PriceTables.builtIn();

	@Test
	void eachTableHasItsSourceAndDate() {
		assertThat(this.builtIn.all()).hasSizeGreaterThanOrEqualTo(10).allSatisfy((table) -> {
			assertThat(URI.create(table.source()).getScheme()).isEqualTo("https");
			assertThat(URI.create(table.source()).getHost()).contains(".");
			assertThat(table.date()).isBetween(LocalDate.of(2025, 1, 1), LocalDate.now().plusDays(1));
			assertThat(table.currency()).isEqualTo("USD");
		});
	}

	@Test
	void noRegionIsInTwoTablesOfAPlatform() {
		for (Platform platform : Platform.values()) {
			Set<String> seen = new HashSet<>();
			for (PriceTable table : this.builtIn.all()) {
				if (table.isOf(platform)) {
					for (String region : table.regions()) {
						assertThat(seen.add(region + " " + table.architecture())).as(platform + " " + region).isTrue();
					}
				}
			}
		}
		assertThat(this.builtIn.regions(Platform.CLOUD_RUN)).hasSize(20 + 23 + 2);
		assertThat(this.builtIn.regions(Platform.CLOUD_FUNCTIONS_1)).hasSize(10 + 13);
	}

	@ParameterizedTest
	@CsvSource({ "us-central1, request-based.cpu-second, 0.000024", "us-central1, request-based.request, 0.0000004",
			"europe-west1, request-based.memory-gib-second, 0.0000025",
			"europe-west3, request-based.cpu-second, 0.0000336",
			"europe-west3, request-based.memory-gib-second, 0.0000035",
			"us-central1, instance-based.cpu-second, 0.000018", "us-west4, instance-based.memory-gib-second, 0.0000024",
			"africa-south1, instance-based.cpu-second, 0.0000216",
			"us-central1, request-based.idle-cpu-second, 0.0000025",
			"us-west2, request-based.idle-cpu-second, 0.0000035", "us-central1, worker-pool.cpu-second, 0.000011244" })
	void regionsHaveThePricesOfTheirTier(String region, String key, String price) {
		PriceTable table = this.builtIn.compute(Platform.CLOUD_RUN, region, "amd64");
		assertThat(table).isNotNull();
		assertThat(table.price(key)).hasToString(price);
	}

	@Test
	void tablesOfTheUserGoFirst() {
		PriceTables mine = PriceTables.parse(HEAD + """
				platform = cloud-run
				regions = us-central1 moon-north1
				request-based.cpu-second = 0.5
				""", "test");
		PriceTables all = this.builtIn.with(mine);
		assertThat(all.compute(Platform.CLOUD_RUN, "us-central1", "amd64").name()).isEqualTo("mine");
		assertThat(all.compute(Platform.CLOUD_RUN, "us-east1", "amd64").name()).isEqualTo("cloud-run-tier-1");
		assertThat(all.regions(Platform.CLOUD_RUN)).contains("moon-north1", "us-west2");
		assertThat(all.all()).hasSize(this.builtIn.all().size() + 1);
	}

	@Test
	void aTableOfTheSameNameReplacesOne() {
		PriceTables mine = PriceTables.parse(HEAD.replace("mine", "cloud-logging") + "per-gib.log = 0.25\n", "test");
		PriceTables all = this.builtIn.with(mine);
		assertThat(all.all()).hasSameSizeAs(this.builtIn.all());
		assertThat(all.volume("log").price("per-gib.log")).hasToString("0.25");
	}

	@Test
	void readsCommentsContinuationsAndBlankLines() {
		PriceTables tables = PriceTables.parse("\uFEFF# a comment\r\n\r\n" + HEAD.replace("\n", "\r\n") + """
				service = queue
				operations.send = a.b
				    # no comment ends a value
				\tc.*
				class.send = 1e-6
				""", "test");
		PriceTable table = tables.all().iterator().next();
		assertThat(table.patterns()).containsKey("operations.send");
		assertThat(table.patterns().get("operations.send")).containsExactly("a.b", "c.*");
		assertThat(table.price("class.send")).hasToString("0.000001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "source", "date", "currency" })
	void aTableWithoutItsOriginIsBroken(String key) {
		String text = HEAD.replaceAll(key + " = .*\n", "");
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> PriceTables.parse(text, "prices.txt"))
			.withMessageContainingAll("'mine'", "prices.txt", "it has no '" + key + "'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			cpu = 1                              | unknown key 'cpu'
			request-based.cpu-seconds = 1        | unknown key 'request-based.cpu-seconds'
			request-based.cpu-second = free      | 'request-based.cpu-second': 'free' is not a number
			request-based.cpu-second = -0.1      | not negative
			request-based.cpu-second =           | is not a number
			request-based.rounding-ms = 0.5      | is a whole number
			request-based.rounding-ms = soon     | is not a number
			request-based.commitment.x = 1.5     | is a part from 0 to 1
			operations.send = POST               | 'operations.send' needs the price 'class.send'
			platform = cloud-rum                 | Unknown platform 'cloud-rum'
			platform =                           | 'platform' has no value
			currency = USD                       | 'currency' is there twice
			no separator                         | a line is 'key = value'
			= 1                                  | a line is 'key = value'
			[mine]                               | there are two tables of this name
			[open                                | stands in brackets
			[]                                   | stands in brackets
			""")
	void aBrokenLineIsNamed(String line, String message) {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> PriceTables.parse(HEAD + line + "\n", "prices.txt"))
			.withMessageContaining(message)
			.withMessageContaining("prices.txt, line 5");
	}

	@Test
	void operationsAreThoseOfAService() {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> PriceTables.parse(HEAD + "class.a = 1\noperations.a = POST\n", "prices.txt"))
			.withMessageContaining("operations need the 'service'");
	}

	@Test
	void anUnknownKeyNamesTheKnownOnes() {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> PriceTables.parse(HEAD + "cpu = 1\n", "prices.txt"))
			.withMessageContaining("known are:")
			.withMessageContaining("<mode>.cpu-second");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			date = 24.9.2026       | year-month-day
			date = 2026-02-30      | year-month-day
			currency = Dollars     | a code such as USD
			""")
	void aBrokenOriginIsNamed(String line, String message) {
		String key = line.substring(0, line.indexOf(' '));
		String text = HEAD.replaceAll(key + " = .*", line.strip());
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> PriceTables.parse(text, "prices.txt"))
			.withMessageContaining(message);
	}

	@Test
	void aTextWithoutATableIsBroken() {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> PriceTables.parse("# nothing", "empty"))
			.withMessageContaining("no table of prices in empty");
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> PriceTables.parse("a = 1", "x"))
			.withMessageContaining("before the first table");
		assertThatExceptionOfType(InvalidPricesException.class).isThrownBy(() -> PriceTables.parse("  a", "x"))
			.withMessageContaining("goes on with a value");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			request-based.cpu-second             | 1e-999999999
			request-based.cpu-second             | 1e999999999
			request-based.cpu-second             | 0e-999999999
			request-based.cpu-second             | -1e-999999999
			request-based.rounding-ms            | 1e999999999
			request-based.rounding-ms            | 1000000001
			request-based.minimum-ms             | 1e15
			request-based.memory-step-mib        | 9223372036854775807
			request-based.free-requests          | 1e-999999999
			request-based.commitment.x           | 0e-999999999
			cpu-mhz.128                          | 1e18
			""")
	void aHugeNumberIsRefusedAtOnce(String key, String value) {
		assertThatExceptionOfType(InvalidPricesException.class)
			.isThrownBy(() -> PriceTables.parse(HEAD + key + " = " + value + "\n", "prices.txt"))
			.withMessageContaining("'" + key + "'")
			.withMessageContaining("prices.txt, line 5")
			.satisfies((ex) -> assertThat(ex.subject()).isEqualTo("prices"));
	}

	@Test
	void eachPlatformSaysToWhatTimeIsRounded() {
		for (PriceTable table : this.builtIn.all()) {
			for (String label : table.platforms()) {
				for (BillingMode mode : Platform.of(label).modes()) {
					assertThat(table.number(mode.label() + ".rounding-ms")).as(table.name() + " " + mode).isPositive();
				}
			}
		}
	}

}
