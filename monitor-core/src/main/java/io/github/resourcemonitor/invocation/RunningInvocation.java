package io.github.resourcemonitor.invocation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An invocation that has not ended.
 *
 * @param id its id
 * @param parentId the id of the invocation that it is nested in, if it is
 * @param handler the name of the handler
 * @param start when it started, by the wall clock
 * @param ageNanos how long ago that was, by the monotonic clock, in nanoseconds
 * @param threads the threads that have worked for it so far
 * @param activeThreads the threads that work for it now
 */
public record RunningInvocation(String id, @Nullable String parentId, String handler, Instant start, long ageNanos,
		int threads, int activeThreads) {

}
