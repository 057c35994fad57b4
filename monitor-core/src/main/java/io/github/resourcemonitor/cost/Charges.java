package io.github.resourcemonitor.cost;

import io.github.resourcemonitor.record.InvocationCost.Part;
import org.jspecify.annotations.Nullable;

/**
 * Amounts by {@link Part}. A part that is unknown, or not charged, is absent. Immutable.
 */
public final class Charges {

	static final Charges NONE = new Charges(new Amount[Part.values().length]);

	private final @Nullable Amount[] amounts;

	private Charges(@Nullable Amount[] amounts) {
		this.amounts = amounts;
	}

	/**
	 * Return these charges with another amount of a part.
	 * @param part the part
	 * @param amount the amount, {@code null} to leave these as they are
	 * @return the charges
	 */
	Charges with(Part part, @Nullable Amount amount) {
		if (amount == null) {
			return this;
		}
		@Nullable Amount[] copy = this.amounts.clone();
		copy[part.ordinal()] = amount;
		return new Charges(copy);
	}

	/**
	 * Return the sum of these and other charges. A part is absent if both lack it.
	 * @param other the others
	 * @return the sum
	 */
	public Charges plus(Charges other) {
		@Nullable Amount[] sum = new Amount[this.amounts.length];
		for (int i = 0; i < sum.length; i++) {
			Amount first = this.amounts[i];
			sum[i] = (first != null) ? first.plusIfKnown(other.amounts[i]) : other.amounts[i];
		}
		return new Charges(sum);
	}

	/**
	 * Return the amount of a part.
	 * @param part the part
	 * @return the amount, {@code null} if it is unknown, or not charged
	 */
	public @Nullable Amount amount(Part part) {
		return this.amounts[part.ordinal()];
	}

	/**
	 * Return the sum of all parts that are known.
	 * @return the sum, {@link Amount#ZERO} if none is
	 */
	public Amount total() {
		Amount total = Amount.ZERO;
		for (Amount amount : this.amounts) {
			total = total.plusIfKnown(amount);
		}
		return total;
	}

	/**
	 * Return whether no part is known.
	 * @return whether none is, so that the total says nothing
	 */
	public boolean isEmpty() {
		for (Amount amount : this.amounts) {
			if (amount != null) {
				return false;
			}
		}
		return true;
	}

}
