package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What several invocations used, as far as it is paid for. Immutable.
 *
 * @param count the number of invocations
 * @param wallNanos the sum of their shares of wall time, in nanoseconds
 * @param billedNanos the sum of the times that are paid for, in nanoseconds
 * @param other the sum of the charges that do not depend on time
 * @param requests how many of them are counted as requests
 */
public record UsageSum(long count, long wallNanos, long billedNanos, Charges other, long requests) {

	static final UsageSum NONE = new UsageSum(0, 0, 0, Charges.NONE, 0);

	/**
	 * Create the sum of invocations that are all counted as requests.
	 * @param count the number of invocations
	 * @param wallNanos the sum of their shares of wall time, in nanoseconds
	 * @param billedNanos the sum of the times that are paid for, in nanoseconds
	 * @param other the sum of the charges that do not depend on time
	 */
	UsageSum(long count, long wallNanos, long billedNanos, Charges other) {
		this(count, wallNanos, billedNanos, other, count);
	}

	UsageSum plus(UsageSum more) {
		return new UsageSum(this.count + more.count, this.wallNanos + more.wallNanos,
				this.billedNanos + more.billedNanos, this.other.plus(more.other), this.requests + more.requests);
	}

	/**
	 * Return the amount for 1000 invocations.
	 * @param total the amount for all of them
	 * @return the mean, with 12 decimals
	 */
	BigDecimal perThousand(Amount total) {
		return (this.count > 0)
				? total.times(1000).value().divide(BigDecimal.valueOf(this.count), 12, RoundingMode.HALF_UP)
				: BigDecimal.ZERO;
	}

}
