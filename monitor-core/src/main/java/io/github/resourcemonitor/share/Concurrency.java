package io.github.resourcemonitor.share;

/**
 * Concurrency during an invocation: the number of active invocations in the process,
 * including that one. Nested invocations count as part of the outer one.
 *
 * @param max the maximum number at any time
 * @param mean the mean over the time of the invocation
 */
public record Concurrency(int max, double mean) {

}
