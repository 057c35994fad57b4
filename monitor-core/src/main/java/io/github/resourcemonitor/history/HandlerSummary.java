package io.github.resourcemonitor.history;

import io.github.resourcemonitor.record.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * All invocations of one handler since the start of the process, those that have left the
 * history included.
 *
 * @param handler the name of the handler
 * @param count the invocations that ended
 * @param errors those that ended with {@link Outcome#ERROR}
 * @param cancelled those that ended with {@link Outcome#CANCELLED}
 * @param durationNanos how long they took, in nanoseconds
 * @param cpuNanos their own CPU time in nanoseconds; {@code null} if never known
 * @param peakMemoryBytes the largest resident memory of the process during each, in
 * bytes; {@code null} if never known
 * @param downloadBytes what each downloaded, in bytes
 * @param uploadBytes what each uploaded, in bytes
 */
public record HandlerSummary(String handler, long count, long errors, long cancelled, @Nullable Figures durationNanos,
		@Nullable Figures cpuNanos, @Nullable Figures peakMemoryBytes, @Nullable Figures downloadBytes,
		@Nullable Figures uploadBytes) {

	/**
	 * A figure over many invocations. Percentiles are exact to 1/32 of their value.
	 *
	 * @param p50 half of the invocations had at most this
	 * @param p95 95 % of the invocations had at most this
	 * @param max the largest
	 * @param total the sum of all
	 */
	public record Figures(long p50, long p95, long max, long total) {

	}

}
