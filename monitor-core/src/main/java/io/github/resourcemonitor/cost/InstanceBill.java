package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.record.InvocationCost.Reason;
import io.github.resourcemonitor.share.InstanceTime;
import org.jspecify.annotations.Nullable;

/**
 * The bill of an instance so far. Its lines add up to the total exactly. Immutable.
 *
 * @param currency the currency, by its ISO code
 * @param pricesDate as of which day the prices are: of the oldest table
 * @param mode the billing mode
 * @param size the size of the instance that is paid for
 * @param lines the lines
 * @param time the life of the instance
 * @param total the sum of all lines that are known, with the time rounded up once
 * @param upperBound the same, with each stretch of time rounded up by itself
 * @param handlers the line of invocations by handler
 * @param days the line of invocations by the day in UTC on which they started
 * @param freeTier what is free each month, for all of the account; not subtracted
 * @param alternatives the total in each billing mode of the platform, for this life of
 * the instance; {@code null} if it is unknown
 * @param missing why parts are unknown, or not complete
 * @param assumptions what was assumed
 */
public record InstanceBill(String currency, LocalDate pricesDate, BillingMode mode, InstanceSize size, List<Line> lines,
		InstanceTime time, Amount total, Amount upperBound, List<HandlerCost> handlers, List<DayCost> days,
		FreeTier freeTier, Map<BillingMode, @Nullable Amount> alternatives, List<Reason> missing,
		List<String> assumptions) {

	/**
	 * Return a line.
	 * @param name its name
	 * @return the line
	 */
	public Line line(String name) {
		return this.lines.stream().filter((line) -> line.name().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * Return how much of its life the instance was idle.
	 * @return the part from 0 to 1; NaN at the very start
	 */
	public double idleShare() {
		return (double) this.time.idleNanos() / this.time.lifeNanos();
	}

	/**
	 * Return the cheapest billing mode for this life of the instance.
	 * @return the mode, {@code null} if the total in one of them is unknown
	 */
	public @Nullable BillingMode cheapest() {
		BillingMode cheapest = null;
		Amount least = null;
		for (Map.Entry<BillingMode, @Nullable Amount> entry : this.alternatives.entrySet()) {
			Amount amount = entry.getValue();
			if (amount == null) {
				return null;
			}
			if (least == null || amount.compareTo(least) < 0) {
				least = amount;
				cheapest = entry.getKey();
			}
		}
		return cheapest;
	}

	/**
	 * Line of a bill.
	 *
	 * @param name the name
	 * @param nanos the time in nanoseconds that is paid for in it
	 * @param charges the charges
	 */
	public record Line(String name, long nanos, Charges charges) {

		/**
		 * The start of the instance.
		 */
		public static final String START_UP = "startUp";

		/**
		 * All invocations that have ended.
		 */
		public static final String INVOCATIONS = "invocations";

		/**
		 * Invocations that have not ended or have no record, and what division leaves
		 * over.
		 */
		public static final String RUNNING = "running";

		/**
		 * Requests, for the time in which there was no invocation.
		 */
		public static final String OUTSIDE = "outsideInvocations";

		/**
		 * Time with nothing to do, as far as it is paid for.
		 */
		public static final String IDLE = "idle";

		/**
		 * The shutdown of the instance.
		 */
		public static final String SHUTDOWN = "shutdown";

		/**
		 * What rounding up, and a minimum, add.
		 */
		public static final String ROUNDING = "rounding";

		/**
		 * Return the sum of all charges that are known.
		 * @return the sum
		 */
		public Amount total() {
			return this.charges.total();
		}

	}

	/**
	 * What the invocations of a handler cost.
	 *
	 * @param handler the name of the handler
	 * @param usage what they used
	 * @param charges the charges
	 * @param perThousand the amount for 1000 of them, with 12 decimals
	 */
	public record HandlerCost(String handler, UsageSum usage, Charges charges, BigDecimal perThousand) {

	}

	/**
	 * What the invocations of a day cost.
	 *
	 * @param day the day; {@code null} for all days before
	 * @param usage what they used
	 * @param charges the charges
	 */
	public record DayCost(@Nullable LocalDate day, UsageSum usage, Charges charges) {

	}

}
