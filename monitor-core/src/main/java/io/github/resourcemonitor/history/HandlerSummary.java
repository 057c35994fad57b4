package io.github.resourcemonitor.history;

import java.util.List;

import io.github.resourcemonitor.record.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Summary of all invocations of one handler since the start of the process, including
 * those that are no longer in the history.
 *
 * @param handler the name of the handler
 * @param count the number of invocations that have ended
 * @param errors the number that ended with {@link Outcome#ERROR}
 * @param cancelled the number that ended with {@link Outcome#CANCELLED}
 * @param durationNanos their durations in nanoseconds
 * @param cpuNanos their own CPU time in nanoseconds, including the estimate for virtual
 * threads; {@code null} if never known
 * @param peakMemoryBytes the peak resident memory of the process during each invocation,
 * in bytes; {@code null} if never known
 * @param downloadBytes the bytes downloaded by each invocation; {@code null} if never
 * known
 * @param uploadBytes the bytes uploaded by each invocation; {@code null} if never known
 * @param allocatedBytes the heap allocated by each invocation, including the estimate for
 * virtual threads, in bytes; {@code null} if never known
 * @param warm the durations of all but cold starts; {@code null} if there was none
 * @param cold the durations of cold starts; {@code null} if there was none
 */
public record HandlerSummary(String handler, long count, long errors, long cancelled, @Nullable Figures durationNanos,
		@Nullable Figures cpuNanos, @Nullable Figures peakMemoryBytes, @Nullable Figures downloadBytes,
		@Nullable Figures uploadBytes, @Nullable Figures allocatedBytes, @Nullable Durations warm,
		@Nullable Durations cold) {

	/**
	 * Statistics of one value over all invocations. Percentiles are accurate to 1/32 of
	 * their value.
	 *
	 * @param p50 the median
	 * @param p95 the 95th percentile
	 * @param max the maximum
	 * @param total the sum
	 */
	public record Figures(long p50, long p95, long max, long total) {

	}

	/**
	 * Durations of some of the invocations.
	 *
	 * @param count the number of invocations
	 * @param durationNanos their durations in nanoseconds
	 * @param histogram the same as a histogram: the buckets that are not empty, the
	 * lowest first, at most four for each doubling
	 */
	public record Durations(long count, Figures durationNanos, List<Bucket> histogram) {

	}

	/**
	 * One bucket of a histogram.
	 *
	 * @param from the smallest value in it
	 * @param to the smallest value above it
	 * @param count the number of values
	 */
	public record Bucket(long from, long to, long count) {

	}

}
