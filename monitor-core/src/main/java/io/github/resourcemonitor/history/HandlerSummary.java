package io.github.resourcemonitor.history;

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
 */
public record HandlerSummary(String handler, long count, long errors, long cancelled, @Nullable Figures durationNanos,
		@Nullable Figures cpuNanos, @Nullable Figures peakMemoryBytes, @Nullable Figures downloadBytes,
		@Nullable Figures uploadBytes) {

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

}
