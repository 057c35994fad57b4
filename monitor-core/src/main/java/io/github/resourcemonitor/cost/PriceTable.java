package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Prices from one source, as of one date. Immutable.
 *
 * @param name the name
 * @param source where the prices were read
 * @param date the day on which the source said so
 * @param currency the currency, by its ISO code
 * @param platforms the labels of the platforms that it has prices of; empty for prices of
 * something else
 * @param regions the regions in which they apply; empty if they apply in all
 * @param architecture the architecture of the processor that they are for, as
 * {@code os.arch} names it; {@code null} if for all
 * @param service the cloud service whose operations it has prices of; {@code null} for
 * none
 * @param assumption what the prices of the service assume; {@code null} for nothing
 * @param prices the prices by key
 * @param included the keys of what is part of another price
 * @param numbers the numbers by key that are no prices
 * @param patterns the names of operations by the key of their class
 */
public record PriceTable(String name, String source, LocalDate date, String currency, List<String> platforms,
		Set<String> regions, @Nullable String architecture, @Nullable String service, @Nullable String assumption,
		Map<String, Price> prices, Set<String> included, Map<String, BigDecimal> numbers,
		Map<String, List<String>> patterns) {

	/**
	 * Return a price.
	 * @param key its key
	 * @return the price, {@code null} if the table does not have it
	 */
	public @Nullable Price price(String key) {
		return this.prices.get(key);
	}

	/**
	 * Return a number that is no price.
	 * @param key its key
	 * @return the number, {@code null} if the table does not have it
	 */
	@Nullable BigDecimal number(String key) {
		return this.numbers.get(key);
	}

	boolean isOf(Platform platform) {
		return this.platforms.contains(platform.label());
	}

	/**
	 * Return whether the prices apply in a region.
	 * @param region the region; {@code null} if it is not known
	 */
	boolean appliesIn(@Nullable String region) {
		return this.regions.isEmpty() || region != null && this.regions.contains(region);
	}

	/**
	 * Return whether the prices are for an architecture.
	 * @param candidate the architecture
	 */
	boolean isFor(String candidate) {
		return this.architecture == null || this.architecture.equals(candidate);
	}

	/**
	 * Return the table as a reason names it.
	 */
	String described() {
		return "table '" + this.name + "' of " + this.date;
	}

	/**
	 * Return the reason why its prices are of no use in another currency.
	 * @param other the other currency
	 */
	String notIn(String other) {
		return "the " + described() + " is in " + this.currency + ", and not in " + other;
	}

}
