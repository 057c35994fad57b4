package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Histogram of a value: percentiles from buckets whose width is at most 1/16 of their
 * value, limited to the range of the recorded values, and an exact maximum. Uses up to 8
 * KB.
 * <p>
 * Not thread-safe.
 */
final class Distribution {

	private static final int SUB_BUCKETS = 16;

	private static final int SUB_BITS = 4;

	/**
	 * How many buckets hold all values.
	 */
	static final int BUCKETS = (Long.SIZE - SUB_BITS) * SUB_BUCKETS;

	/**
	 * Four buckets in one: a histogram that is drawn needs no more than four bars for
	 * each doubling.
	 */
	private static final int MERGED = 4;

	private long[] buckets = new long[0];

	private long count;

	private long sum;

	private long min = Long.MAX_VALUE;

	private long max;

	void add(long value) {
		if (value < 0) {
			return;
		}
		int bucket = bucket(value);
		if (bucket >= this.buckets.length) {
			this.buckets = Arrays.copyOf(this.buckets, bucket + SUB_BUCKETS);
		}
		this.buckets[bucket]++;
		this.count++;
		this.sum += value;
		this.min = Math.min(this.min, value);
		this.max = Math.max(this.max, value);
	}

	static int bucket(long value) {
		if (value < SUB_BUCKETS) {
			return (int) value;
		}
		int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
		return (shift + 1) * SUB_BUCKETS + (int) ((value >>> shift) - SUB_BUCKETS);
	}

	/**
	 * Return the largest value of a bucket.
	 */
	static long highest(int bucket) {
		if (bucket < SUB_BUCKETS) {
			return bucket;
		}
		int shift = bucket / SUB_BUCKETS - 1;
		return ((long) (SUB_BUCKETS + bucket % SUB_BUCKETS) << shift) + ((1L << shift) - 1);
	}

	private static long middle(int bucket) {
		if (bucket < SUB_BUCKETS) {
			return bucket;
		}
		return lowest(bucket) + ((1L << shift(bucket)) >> 1);
	}

	private static int shift(int bucket) {
		return bucket / SUB_BUCKETS - 1;
	}

	/**
	 * Return the smallest value of a bucket.
	 */
	private static long lowest(int bucket) {
		if (bucket < SUB_BUCKETS) {
			return bucket;
		}
		long lowest = (long) (SUB_BUCKETS + bucket % SUB_BUCKETS) << shift(bucket);
		return (lowest >= 0) ? lowest : Long.MAX_VALUE;
	}

	/**
	 * Return the histogram in at most four buckets for each doubling.
	 * @return the buckets that are not empty, the lowest first
	 */
	List<HandlerSummary.Bucket> histogram() {
		List<HandlerSummary.Bucket> result = new ArrayList<>();
		for (int first = 0; first < this.buckets.length; first += MERGED) {
			long merged = 0;
			for (int i = first; i < Math.min(first + MERGED, this.buckets.length); i++) {
				merged += this.buckets[i];
			}
			if (merged > 0) {
				result.add(new HandlerSummary.Bucket(lowest(first), lowest(first + MERGED), merged));
			}
		}
		return result;
	}

	HandlerSummary.@Nullable Figures figures() {
		return (this.count > 0) ? new HandlerSummary.Figures(percentile(0.50), percentile(0.95), this.max, this.sum)
				: null;
	}

	/**
	 * Return the values as durations.
	 * @return the durations, or {@code null} if there are none
	 */
	HandlerSummary.@Nullable Durations durations() {
		HandlerSummary.Figures figures = figures();
		return (figures != null) ? new HandlerSummary.Durations(this.count, figures, histogram()) : null;
	}

	private long percentile(double fraction) {
		long rank = Math.max(1, (long) Math.ceil(fraction * this.count));
		long seen = 0;
		for (int i = 0; i < this.buckets.length; i++) {
			seen += this.buckets[i];
			if (seen >= rank) {
				return Math.max(this.min, Math.min(middle(i), this.max));
			}
		}
		return this.max;
	}

}
