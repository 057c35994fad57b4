package io.github.resourcemonitor.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What an invocation costs. Amounts are exact; the costs of all invocations and the other
 * lines of the bill of the instance add up to that. Thread-safe; computed when it is
 * first read.
 */
public interface InvocationCost {

	/**
	 * Return the currency.
	 * @return its ISO code
	 */
	String currency();

	/**
	 * Return the exact sum of all parts that are known.
	 * @return the amount, {@code null} if none is known
	 */
	@Nullable BigDecimal amount();

	/**
	 * Return the exact amount of a part.
	 * @param part the part
	 * @return the amount, {@code null} if it is unknown, or not charged apart
	 */
	@Nullable BigDecimal amount(Part part);

	/**
	 * Return the sum of all parts that are known, rounded to 15 decimals.
	 * @return the amount, NaN if none is known
	 */
	double rounded();

	/**
	 * Return the amount of a part, rounded to 15 decimals.
	 * @param part the part
	 * @return the amount, NaN if it is unknown, or not charged apart
	 */
	double rounded(Part part);

	/**
	 * Return why parts are unknown, or not complete. No reason means that the amount is
	 * complete.
	 * @return the reasons
	 */
	List<Reason> missing();

	/**
	 * Return as of which day the prices are: of the oldest table.
	 * @return the day
	 */
	LocalDate pricesDate();

	/**
	 * Return what was assumed, because it cannot be found out from inside.
	 * @return the assumptions
	 */
	List<String> assumptions();

	/**
	 * Part of the cost of an invocation.
	 */
	enum Part {

		/**
		 * The processors of the instance, for the invocation's share of wall time.
		 */
		CPU,

		/**
		 * The memory of the instance, for the invocation's share of wall time.
		 */
		MEMORY,

		/**
		 * The fee of a request.
		 */
		REQUEST,

		/**
		 * The operations of cloud services.
		 */
		SERVICES,

		/**
		 * The bytes sent over the network.
		 */
		EGRESS,

		/**
		 * The line of the record itself in the log.
		 */
		LOG;

		/**
		 * Return the name in records.
		 * @return the name
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Why a part is unknown, or not complete.
	 *
	 * @param part the part
	 * @param text the reason
	 */
	record Reason(Part part, String text) {

	}

}
