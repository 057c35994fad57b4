package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The price of a unit of something, with at most 15 decimals. Immutable.
 */
public final class Price {

	static final int DECIMALS = 15;

	private static final BigInteger GIBI = BigInteger.ONE.shiftLeft(30);

	/**
	 * Units of {@link Amount} in 10<sup>-15</sup> of the currency.
	 */
	private static final BigInteger WHOLE = BigInteger.TEN.pow(12).multiply(GIBI);

	private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

	private final BigDecimal value;

	/**
	 * In 10<sup>-15</sup> of the currency.
	 */
	private final BigInteger femto;

	private Price(BigDecimal value) {
		this.value = value;
		this.femto = value.setScale(DECIMALS).unscaledValue();
	}

	/**
	 * Digits of a number that are worth reading, and the size of its exponent. The work
	 * on a number grows with both.
	 */
	private static final int MAX_DIGITS = 60;

	/**
	 * Return a price.
	 * @param value the amount for one unit
	 * @return the price
	 * @throws IllegalArgumentException if it is negative, or has too many decimals
	 */
	public static Price of(BigDecimal value) {
		if (value.signum() < 0) {
			throw new IllegalArgumentException("A price is not negative, but this is "
					+ (isReadable(value) ? value.toPlainString() : shown(value)));
		}
		BigDecimal stripped = isReadable(value) ? value.stripTrailingZeros() : value;
		if (!isReadable(value) || stripped.scale() > DECIMALS || stripped.precision() - stripped.scale() > DECIMALS) {
			throw new IllegalArgumentException("A price has at most " + DECIMALS + " digits before and " + DECIMALS
					+ " after the point, but this is " + shown(value));
		}
		return new Price(stripped);
	}

	/**
	 * Return a price.
	 * @param value the amount for one unit, as a decimal
	 * @return the price
	 * @throws IllegalArgumentException if it is no number, negative, or has too many
	 * decimals
	 */
	public static Price of(String value) {
		return of(number(value));
	}

	/**
	 * Return the number that a text is.
	 * @param value the text
	 * @throws IllegalArgumentException if it is no number, or one with too many digits
	 */
	static BigDecimal number(String value) {
		BigDecimal number = null;
		if (value.length() <= MAX_DIGITS) {
			try {
				number = new BigDecimal(value);
			}
			catch (NumberFormatException ex) {
				// Said below.
			}
		}
		if (number == null) {
			throw new IllegalArgumentException("'" + shortened(value) + "' is not a number");
		}
		if (!isReadable(number)) {
			throw new IllegalArgumentException("'" + value + "' has too many digits: there are at most " + DECIMALS
					+ " digits before and " + DECIMALS + " after the point");
		}
		return number;
	}

	private static boolean isReadable(BigDecimal value) {
		return Math.abs((long) value.scale()) <= MAX_DIGITS && value.precision() <= MAX_DIGITS;
	}

	private static String shown(BigDecimal value) {
		return isReadable(value) ? value.toString() : "a number with too many digits";
	}

	private static String shortened(String value) {
		return (value.length() <= MAX_DIGITS) ? value : value.substring(0, MAX_DIGITS) + "...";
	}

	/**
	 * Return the amount for one unit.
	 * @return the amount in the currency
	 */
	public BigDecimal value() {
		return this.value;
	}

	/**
	 * Return the amount for whole units.
	 * @param count the number of units
	 * @return the amount
	 */
	public Amount each(long count) {
		return Amount.ofUnits(this.femto.multiply(BigInteger.valueOf(count)).multiply(WHOLE));
	}

	/**
	 * Return the amount for each nanosecond of a part of a unit, of a price per second: a
	 * vCPU, or a GHz.
	 * @param thousandths the part in thousandths
	 * @return the amount for a nanosecond
	 */
	public Amount perNano(long thousandths) {
		return Amount.ofUnits(this.femto.multiply(BigInteger.valueOf(thousandths)).shiftLeft(30));
	}

	/**
	 * Return the amount for each nanosecond of memory, of a price per GiB and second.
	 * @param bytes the size of the memory
	 * @return the amount for a nanosecond
	 */
	public Amount memoryPerNano(long bytes) {
		return Amount.ofUnits(this.femto.multiply(BigInteger.valueOf(bytes)).multiply(THOUSAND));
	}

	/**
	 * Return the amount for bytes, of a price per GiB.
	 * @param bytes the number of bytes
	 * @return the amount
	 */
	public Amount volume(long bytes) {
		return Amount.ofUnits(this.femto.multiply(BigInteger.valueOf(bytes)).multiply(BigInteger.TEN.pow(12)));
	}

	/**
	 * Return the price after a discount.
	 * @param discount the part that is not paid, from 0 to 1
	 * @return the price
	 * @throws IllegalArgumentException if it has too many decimals
	 */
	Price reducedBy(BigDecimal discount) {
		return of(this.value.multiply(BigDecimal.ONE.subtract(discount)));
	}

	@Override
	public String toString() {
		return this.value.toPlainString();
	}

}
