package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Base-2 exponential histogram of values from 0. It begins with scale
 * {@value #FIRST_SCALE}, at which a bucket is 4.4 % wide, and halves the resolution
 * whenever the values do not fit into {@value #MAX_BUCKETS} buckets. Values are kept in
 * whole numbers, so that their sum is exact. Used by one thread.
 */
final class ExponentialHistogram {

	static final int FIRST_SCALE = 4;

	static final int MAX_BUCKETS = 160;

	/**
	 * The bounds of the buckets between 1 and 2. Compared with, because a logarithm is
	 * inexact at the bounds.
	 */
	private static final double[] BOUNDS = new double[1 << FIRST_SCALE];
	static {
		for (int i = 0; i < BOUNDS.length; i++) {
			BOUNDS[i] = Math.pow(2, (double) i / BOUNDS.length);
		}
	}

	private final Metric.Unit unit;

	private int scale = FIRST_SCALE;

	/**
	 * The index of the first bucket.
	 */
	private int offset;

	/**
	 * How many buckets are in use, from the first.
	 */
	private int length;

	private long[] buckets = new long[8];

	private long count;

	private long zeros;

	private long sum;

	private long min = Long.MAX_VALUE;

	private long max;

	/**
	 * Create an empty histogram.
	 * @param unit the unit of the metric
	 */
	ExponentialHistogram(Metric.Unit unit) {
		this.unit = unit;
	}

	/**
	 * Add a value.
	 * @param value the value as in a record, 0 or more
	 */
	void add(long value) {
		this.count++;
		this.sum += value;
		this.min = Math.min(this.min, value);
		this.max = Math.max(this.max, value);
		if (value <= 0) {
			this.zeros++;
			return;
		}
		int index = index(this.unit.of(value)) >> (FIRST_SCALE - this.scale);
		while (!fits(index)) {
			halve();
			index >>= 1;
		}
		cover(index);
		this.buckets[index - this.offset]++;
	}

	/**
	 * Return the bucket at the first scale: the values above
	 * <code>2<sup>index / 16</sup></code>, up to that of the next index.
	 */
	static int index(double value) {
		int exponent = Math.getExponent(value);
		double mantissa = Math.scalb(value, -exponent);
		int bounds = BOUNDS.length;
		while (BOUNDS[bounds - 1] >= mantissa && --bounds > 0) {
			// The number of bounds below the value.
		}
		return exponent * BOUNDS.length + bounds - 1;
	}

	private boolean fits(int index) {
		if (this.length == 0) {
			return true;
		}
		long first = Math.min(this.offset, index);
		long last = Math.max(this.offset + this.length - 1, index);
		return last - first < MAX_BUCKETS;
	}

	private void halve() {
		long[] halved = new long[this.buckets.length];
		int first = this.offset >> 1;
		for (int i = 0; i < this.length; i++) {
			halved[((this.offset + i) >> 1) - first] += this.buckets[i];
		}
		this.length = ((this.offset + this.length - 1) >> 1) - first + 1;
		this.offset = first;
		this.buckets = halved;
		this.scale--;
	}

	private void cover(int index) {
		if (this.length == 0) {
			this.offset = index;
			this.length = 1;
			return;
		}
		int first = Math.min(this.offset, index);
		int needed = Math.max(this.offset + this.length - 1, index) - first + 1;
		if (needed > this.buckets.length || first < this.offset) {
			long[] larger = new long[Math.max(needed, Math.min(MAX_BUCKETS, 2 * needed))];
			System.arraycopy(this.buckets, 0, larger, this.offset - first, this.length);
			this.buckets = larger;
			this.offset = first;
		}
		this.length = Math.max(this.length, needed);
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	int scale() {
		return this.scale;
	}

	int offset() {
		return this.offset;
	}

	/**
	 * Return the counts of the buckets.
	 * @return a copy
	 */
	List<Long> buckets() {
		List<Long> counts = new ArrayList<>(this.length);
		for (int i = 0; i < this.length; i++) {
			counts.add(this.buckets[i]);
		}
		return counts;
	}

	long zeros() {
		return this.zeros;
	}

	double sum() {
		return this.unit.of(this.sum);
	}

	double min() {
		return this.unit.of(this.min);
	}

	double max() {
		return this.unit.of(this.max);
	}

	void clear() {
		this.scale = FIRST_SCALE;
		this.length = 0;
		this.count = 0;
		this.zeros = 0;
		this.sum = 0;
		this.min = Long.MAX_VALUE;
		this.max = 0;
		Arrays.fill(this.buckets, 0);
	}

}
