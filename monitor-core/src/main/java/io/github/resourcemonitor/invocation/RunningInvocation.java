package io.github.resourcemonitor.invocation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Snapshot of an invocation that has not ended.
 *
 * @param id the id
 * @param parentId the id of the enclosing invocation; {@code null} if there is none
 * @param handler the name of the handler
 * @param start the start time, by the wall clock
 * @param ageNanos the time since the start by the monotonic clock, in nanoseconds
 * @param threads the number of threads that have worked for it so far
 * @param activeThreads the number of threads that work for it now
 */
public record RunningInvocation(String id, @Nullable String parentId, String handler, Instant start, long ageNanos,
		int threads, int activeThreads) {

}
