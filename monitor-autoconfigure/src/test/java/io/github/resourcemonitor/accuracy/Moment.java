package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;

/**
 * A reading of the library, and readings of all other sources before and after it.
 * Because of this order, a counter of the library lies between the two values of another
 * source on any machine.
 *
 * @param before the earlier readings of the others
 * @param row the reading of the library
 * @param after the later readings of the others
 */
record Moment(Map<String, Long> before, Map<Column, Long> row, Map<String, Long> after) {

	static Moment take(MeasuredProcess process, Others others) throws IOException {
		Map<String, Long> before = others.look();
		Map<Column, Long> row = process.read();
		return new Moment(before, row, others.look());
	}

	long value(Column column) {
		Long value = this.row.get(column);
		if (value == null) {
			throw new AssertionError("There is no " + column.label());
		}
		return value;
	}

	/**
	 * Return the growth of a column since an earlier moment.
	 */
	long growth(Column column, Moment earlier) {
		return value(column) - earlier.value(column);
	}

	boolean has(String source) {
		return this.before.containsKey(source) && this.after.containsKey(source);
	}

	/**
	 * Return the values that another source allows at this moment.
	 */
	Range range(String source) {
		return new Range(this.before.get(source), this.after.get(source));
	}

	/**
	 * Return the possible growth of another source since an earlier moment.
	 */
	Range growth(String source, Moment earlier) {
		return range(source).since(earlier.range(source));
	}

	/**
	 * All other sources, which are read together.
	 */
	@FunctionalInterface
	interface Others {

		Map<String, Long> look() throws IOException;

	}

	/**
	 * The possible values, including both bounds.
	 */
	record Range(long low, long high) {

		Range {
			if (low > high) {
				long swapped = low;
				low = high;
				high = swapped;
			}
		}

		static Range atLeast(long low) {
			return new Range(low, Long.MAX_VALUE);
		}

		Range since(Range earlier) {
			return new Range(this.low - earlier.high, this.high - earlier.low);
		}

		Range widened(long below, long above) {
			return new Range(this.low - below, this.high + above);
		}

		boolean contains(long value) {
			return this.low <= value && value <= this.high;
		}

		@Override
		public String toString() {
			if (this.high == Long.MAX_VALUE) {
				return "≥ " + this.low;
			}
			return (this.low != this.high) ? this.low + " … " + this.high : Long.toString(this.low);
		}

	}

}
