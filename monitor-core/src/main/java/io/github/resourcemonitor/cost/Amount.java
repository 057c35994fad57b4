package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * An exact amount of money, as a whole number of a unit in which every {@link Price}
 * times every quantity is whole: 10<sup>-27</sup> / 2<sup>30</sup> of the currency. So
 * sums do not depend on the order, and what is split adds up. It is rounded only when it
 * is shown. Immutable.
 */
public final class Amount implements Comparable<Amount> {

	public static final Amount ZERO = new Amount(BigInteger.ZERO);

	/**
	 * 1 / 2<sup>30</sup> = 5<sup>30</sup> / 10<sup>30</sup>, so each amount is a finite
	 * decimal.
	 */
	private static final BigInteger FIVES = BigInteger.valueOf(5).pow(30);

	private static final int SCALE = 57;

	/**
	 * Units in 10<sup>-15</sup> of the currency.
	 */
	private static final BigInteger FEMTO = BigInteger.TEN.pow(12).shiftLeft(30);

	private static final BigInteger TWICE_FEMTO = FEMTO.shiftLeft(1);

	/**
	 * Whole numbers up to here, and 10<sup>15</sup>, are exact as floating-point numbers,
	 * so that a quotient of them is the closest to the decimal.
	 */
	private static final int EXACT_BITS = 53;

	private final BigInteger units;

	private Amount(BigInteger units) {
		this.units = units;
	}

	static Amount ofUnits(BigInteger units) {
		return (units.signum() != 0) ? new Amount(units) : ZERO;
	}

	/**
	 * Return the sum of two amounts.
	 * @param other the other one
	 * @return the sum
	 */
	public Amount plus(Amount other) {
		return ofUnits(this.units.add(other.units));
	}

	/**
	 * Return the sum of this amount and one that may be unknown.
	 * @param other the other one; {@code null} if unknown
	 * @return the sum of what is known
	 */
	Amount plusIfKnown(@Nullable Amount other) {
		return (other != null) ? plus(other) : this;
	}

	/**
	 * Return the difference of two amounts.
	 * @param other the amount to subtract
	 * @return the difference
	 */
	public Amount minus(Amount other) {
		return ofUnits(this.units.subtract(other.units));
	}

	/**
	 * Return a multiple of this amount.
	 * @param factor the factor
	 * @return the multiple
	 */
	public Amount times(long factor) {
		return ofUnits(this.units.multiply(BigInteger.valueOf(factor)));
	}

	/**
	 * Return the exact value.
	 * @return the value in the currency, without trailing zeros
	 */
	public BigDecimal value() {
		BigDecimal value = new BigDecimal(this.units.multiply(FIVES), SCALE).stripTrailingZeros();
		return (value.scale() < 0) ? value.setScale(0) : value;
	}

	/**
	 * Return the value rounded to a number of decimals, halves up.
	 * @param decimals the number of decimals
	 * @return the value in the currency
	 */
	public BigDecimal rounded(int decimals) {
		return value().setScale(decimals, RoundingMode.HALF_UP);
	}

	/**
	 * Return the value rounded to 15 decimals, halves up.
	 * @return the value in the currency
	 */
	public double doubleValue() {
		BigInteger twice = this.units.shiftLeft(1);
		BigInteger femto = ((twice.signum() < 0) ? twice.subtract(FEMTO) : twice.add(FEMTO)).divide(TWICE_FEMTO);
		return (femto.bitLength() <= EXACT_BITS) ? femto.longValue() / 1e15 : new BigDecimal(femto, 15).doubleValue();
	}

	/**
	 * Return the value in thousand millionths of the currency, rounded.
	 * @return the value, in nano-dollars for instance
	 */
	public BigInteger nanos() {
		return rounded(9).unscaledValue();
	}

	@Override
	public int compareTo(Amount other) {
		return this.units.compareTo(other.units);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Amount amount && this.units.equals(amount.units);
	}

	@Override
	public int hashCode() {
		return this.units.hashCode();
	}

	@Override
	public String toString() {
		return value().toPlainString();
	}

}
