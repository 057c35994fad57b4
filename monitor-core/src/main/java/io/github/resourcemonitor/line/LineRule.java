package io.github.resourcemonitor.line;

/**
 * Which records have a line. Immutable.
 *
 * @param sample which part of them, from 0 to 1
 * @param minDurationNanos the shortest duration of an invocation with a line, in
 * nanoseconds
 */
public record LineRule(double sample, long minDurationNanos) {

	/**
	 * Each record has a line.
	 */
	public static final LineRule ALL = new LineRule(1, 0);

	/**
	 * Create a rule.
	 * @param sample which part of the records, from 0 to 1
	 * @param minDurationNanos the shortest duration, in nanoseconds
	 * @throws IllegalArgumentException if one is out of range
	 */
	public LineRule {
		if (!(sample >= 0 && sample <= 1)) {
			throw new IllegalArgumentException("The sample must be from 0 to 1, but is " + sample);
		}
		if (minDurationNanos < 0) {
			throw new IllegalArgumentException(
					"The shortest duration must not be negative, but is " + minDurationNanos + " ns");
		}
	}

	boolean isAll() {
		return this.sample >= 1 && this.minDurationNanos == 0;
	}

}
