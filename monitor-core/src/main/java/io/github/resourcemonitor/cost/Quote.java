package io.github.resourcemonitor.cost;

import org.jspecify.annotations.Nullable;

/**
 * A price, or why there is none. Neither a price nor a reason means that nothing is
 * charged apart. Immutable.
 *
 * @param price the price
 * @param reason why it is not known
 */
record Quote(@Nullable Price price, @Nullable String reason) {

	static final Quote NOT_CHARGED = new Quote(null, null);

	static Quote missing(String reason) {
		return new Quote(null, reason);
	}

	static Quote of(Price price) {
		return new Quote(price, null);
	}

}
