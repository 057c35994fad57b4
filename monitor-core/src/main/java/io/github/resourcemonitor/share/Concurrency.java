package io.github.resourcemonitor.share;

/**
 * How many invocations were active in the process during one of them, that one included.
 * Nested invocations count as part of the outer one.
 *
 * @param max the largest number at any moment
 * @param mean the mean over the time of the invocation
 */
public record Concurrency(int max, double mean) {

}
