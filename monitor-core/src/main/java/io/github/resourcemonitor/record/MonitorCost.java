package io.github.resourcemonitor.record;

/**
 * What the monitor itself used and dropped during an invocation.
 *
 * @param cpuNanos the CPU time of the sampler, and the time of the hooks at both edges,
 * in nanoseconds
 * @param dropped samples that were overwritten, and names of service calls that found no
 * place
 */
public record MonitorCost(long cpuNanos, long dropped) {

}
