package io.github.resourcemonitor.cost;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the price of a GiB of something, by its name in a table or as a number.
 * Immutable.
 */
final class VolumePrices {

	private final PriceTables tables;

	private final String currency;

	VolumePrices(PriceTables tables, String currency) {
		this.tables = tables;
		this.currency = currency;
	}

	/**
	 * Return the price of a GiB.
	 * @param price its name, or the price; {@code null} if it is not part of the cost
	 * @param what of what
	 * @param used receives the table
	 * @return the price, {@code null} if it is not part of the cost
	 * @throws InvalidPricesException if the name is not known, or the number is broken
	 */
	@Nullable Quote quote(@Nullable String price, String what, List<PriceTable> used) {
		if (price == null) {
			return null;
		}
		PriceTable table = this.tables.volume(price);
		Price named = (table != null) ? table.price(TableKeys.PER_GIB + price) : null;
		if (table != null && named != null) {
			if (!table.currency().equals(this.currency)) {
				return Quote.missing(table.notIn(this.currency));
			}
			used.add(table);
			return Quote.of(named);
		}
		if (!price.isEmpty() && (Character.isDigit(price.charAt(0)) || price.charAt(0) == '-')) {
			try {
				return Quote.of(Price.of(price));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPricesException(what, price,
						"The price of " + what + " is broken: " + ex.getMessage());
			}
		}
		List<String> known = new ArrayList<>(this.tables.volumes());
		known.add("a price of a GiB");
		throw InvalidPricesException.unknown(what, "price of " + what, price, known);
	}

}
