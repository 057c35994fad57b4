package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The prices and rules by which one instance is billed: those of a platform, a region and
 * a billing mode. Immutable.
 */
final class Tariff {

	private static final long MILLI = 1_000_000;

	private static final long MEBI = 1024 * 1024;

	private final BillingMode mode;

	private final @Nullable PriceTable table;

	private final String reason;

	private final BigDecimal discount;

	private Tariff(BillingMode mode, @Nullable PriceTable table, String reason, BigDecimal discount) {
		this.mode = mode;
		this.table = table;
		this.reason = reason;
		this.discount = discount;
	}

	/**
	 * Return the tariff of an instance.
	 * @param tables all prices
	 * @param options what is known of the instance
	 * @return the tariff
	 * @throws InvalidPricesException if the user names a region, a billing mode or a
	 * commitment that is not known
	 */
	static Tariff of(PriceTables tables, CostOptions options) {
		Platform platform = options.platform();
		String mode = options.mode();
		BillingMode billed = (mode != null) ? platform.mode(mode) : platform.modes().get(0);
		String region = options.region();
		PriceTable table = tables.compute(platform, region, options.architecture());
		String reason = "";
		if (table == null) {
			reason = withoutTable(tables, options, region);
		}
		Tariff tariff = new Tariff(billed, table, reason, discount(table, billed, options.commitment()));
		tariff.checkReduced(options.commitment());
		return tariff;
	}

	/**
	 * A price must stay exact after the discount, or the lines would not add up.
	 */
	private void checkReduced(@Nullable String commitment) {
		for (String name : List.of(TableKeys.CPU, TableKeys.MEMORY, TableKeys.IDLE_CPU, TableKeys.IDLE_MEMORY)) {
			Quote quote = quote(name);
			try {
				reduced(quote);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPricesException("commitment", commitment,
						"The price '" + this.mode.label() + name + "' of " + quote.price() + " has more than "
								+ Price.DECIMALS + " decimals after the discount of " + this.discount
								+ ": give the price or the discount with fewer decimals");
			}
		}
	}

	private static String withoutTable(PriceTables tables, CostOptions options, @Nullable String region) {
		Platform platform = options.platform();
		if (tables.all().stream().noneMatch((table) -> table.isOf(platform))) {
			throw new InvalidPricesException("platform", platform.label(),
					"There is no table of prices of the platform '" + platform.label()
							+ "': give one, with the key 'platform'");
		}
		if (region == null) {
			return "the region is not known";
		}
		if (!tables.regions(platform).contains(region)) {
			if (options.isRegionConfigured()) {
				throw InvalidPricesException.unknown("region", "region of " + platform.label(), region,
						tables.regions(platform));
			}
			return "there are no prices of " + platform.label() + " in the region '" + region + "'";
		}
		return "there are no prices of " + platform.label() + " for the architecture '" + options.architecture()
				+ "' in the region '" + region + "'";
	}

	private static BigDecimal discount(@Nullable PriceTable table, BillingMode mode, @Nullable String commitment) {
		if (commitment == null) {
			return BigDecimal.ZERO;
		}
		List<String> known = new ArrayList<>();
		String prefix = mode.label() + TableKeys.COMMITMENT;
		if (table != null) {
			BigDecimal named = table.number(prefix + commitment);
			if (named != null) {
				return named;
			}
			table.numbers()
				.keySet()
				.stream()
				.filter((key) -> key.startsWith(prefix))
				.sorted()
				.forEach((key) -> known.add(key.substring(prefix.length())));
		}
		try {
			BigDecimal number = Price.number(commitment);
			if (number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0 && number.scale() <= 4) {
				return number;
			}
		}
		catch (IllegalArgumentException ex) {
			if (table == null) {
				// Without a table there are no prices that it would reduce.
				return BigDecimal.ZERO;
			}
		}
		known.add("a discount from 0 to 1 with at most 4 decimals");
		throw InvalidPricesException.unknown("commitment", "commitment", commitment, known);
	}

	BillingMode mode() {
		return this.mode;
	}

	/**
	 * Return the table, {@code null} if there are no prices.
	 */
	@Nullable PriceTable table() {
		return this.table;
	}

	BigDecimal discount() {
		return this.discount;
	}

	Quote cpu() {
		return reduced(quote(TableKeys.CPU));
	}

	Quote memory() {
		return reduced(quote(TableKeys.MEMORY));
	}

	Quote idleCpu() {
		return reduced(quote(TableKeys.IDLE_CPU));
	}

	Quote idleMemory() {
		return reduced(quote(TableKeys.IDLE_MEMORY));
	}

	Quote request() {
		return quote(TableKeys.REQUEST);
	}

	/**
	 * Return a price without discount.
	 * @param name the key without the mode
	 */
	Quote quote(String name) {
		if (this.table == null) {
			return Quote.missing(this.reason);
		}
		String key = this.mode.label() + name;
		Price price = this.table.price(key);
		if (price != null) {
			return Quote.of(price);
		}
		return this.table.included().contains(key) ? Quote.NOT_CHARGED
				: Quote.missing("the " + this.table.described() + " has no price '" + key + "'");
	}

	private Quote reduced(Quote quote) {
		return (quote.price() != null && this.discount.signum() > 0) ? Quote.of(quote.price().reducedBy(this.discount))
				: quote;
	}

	/**
	 * Return a number of the table.
	 * @param name the key without the mode
	 * @return the number, 0 if the table does not have it
	 */
	long number(String name) {
		Long number = find(name);
		return (number != null) ? number : 0;
	}

	/**
	 * Return a number of the table.
	 * @param name the key without the mode
	 * @return the number, {@code null} if the table does not have it
	 */
	@Nullable Long find(String name) {
		BigDecimal number = (this.table != null) ? this.table.number(this.mode.label() + name) : null;
		return (number != null) ? number.longValueExact() : null;
	}

	boolean isStartUpBilled() {
		return this.mode.isWholeLife() || number(TableKeys.START_UP) > 0;
	}

	boolean isShutdownBilled() {
		return this.mode.isWholeLife() || number(TableKeys.SHUTDOWN) > 0;
	}

	/**
	 * Return to multiples of which time is rounded up, in nanoseconds; 1 if it is not.
	 */
	long roundingNanos() {
		return Math.max(1, number(TableKeys.ROUNDING) * MILLI);
	}

	long minimumNanos() {
		return number(TableKeys.MINIMUM) * MILLI;
	}

	/**
	 * Return a time rounded up as it is billed, without the minimum.
	 */
	long rounded(long nanos) {
		long unit = roundingNanos();
		long rest = nanos % unit;
		return (rest != 0) ? nanos - rest + unit : nanos;
	}

	/**
	 * Return a size as it is billed: the memory rounded up, and the processors that come
	 * with it, if one follows from the other.
	 * @param size the size
	 * @return the size that is paid for
	 */
	InstanceSize billed(InstanceSize size) {
		Long memory = size.memoryBytes();
		long step = number(TableKeys.MEMORY_STEP) * MEBI;
		if (memory != null && step > 0) {
			memory = (memory + step - 1) / step * step;
		}
		if (this.table == null || !isCpuByMemory()) {
			return new InstanceSize(size.cpuThousandths(), size.cpuReason(), memory, size.memoryReason());
		}
		// The price is that of a GHz, so a number of vCPUs would be of the wrong unit.
		if (memory == null) {
			return new InstanceSize(null, size.memoryReason(), null, size.memoryReason());
		}
		Long megahertz = megahertz(this.table, memory);
		String reason = (megahertz != null) ? "by the memory"
				: "the " + this.table.described() + " has no GHz or vCPUs for " + memory / MEBI + " MiB";
		return new InstanceSize(megahertz, reason, memory, size.memoryReason());
	}

	/**
	 * Return whether the processors follow from the memory. Their number is in MHz then,
	 * and their price is that of a GHz.
	 */
	boolean isCpuByMemory() {
		return this.table != null
				&& this.table.numbers().keySet().stream().anyMatch((key) -> key.startsWith(TableKeys.CPU_MHZ));
	}

	/**
	 * Return the MHz of the smallest size with that memory, {@code null} if there is
	 * none.
	 */
	private static @Nullable Long megahertz(PriceTable table, long memory) {
		long smallest = Long.MAX_VALUE;
		Long result = null;
		for (var entry : table.numbers().entrySet()) {
			if (entry.getKey().startsWith(TableKeys.CPU_MHZ)) {
				long mebi = Long.parseLong(entry.getKey().substring(TableKeys.CPU_MHZ.length()));
				if (mebi * MEBI >= memory && mebi < smallest) {
					smallest = mebi;
					result = entry.getValue().longValueExact();
				}
			}
		}
		return result;
	}

}
