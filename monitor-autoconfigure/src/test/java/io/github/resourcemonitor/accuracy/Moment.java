package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;

/**
 * A reading of the library with one of all other sources just before and one just after
 * it. A counter can only lie between what the others say; the order in time sees to that,
 * however busy the machine is.
 *
 * @param before what the others said before
 * @param row what the library said
 * @param after what the others said after
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
	 * Return the values that another source allows at this moment.
	 */
	Range range(String source) {
		return new Range(this.before.get(source), this.after.get(source));
	}

	/**
	 * All other sources, looked at together.
	 */
	@FunctionalInterface
	interface Others {

		Map<String, Long> look() throws IOException;

	}

	/**
	 * What a value may be, both ends included.
	 */
	record Range(long low, long high) {

		Range {
			if (low > high) {
				long swapped = low;
				low = high;
				high = swapped;
			}
		}

		/**
		 * Return how much it may have grown since an earlier moment.
		 */
		Range since(Range earlier) {
			return new Range(this.low - earlier.high, this.high - earlier.low);
		}

		Range widened(long below, long above) {
			return new Range(this.low - below, this.high + above);
		}

	}

}
