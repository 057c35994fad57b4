package io.github.resourcemonitor.record;

/**
 * Cost of the monitor itself during an invocation, and the data that it dropped.
 *
 * @param cpuNanos the CPU time of the sampler plus the time of the hooks at the start and
 * end of the invocation, in nanoseconds
 * @param dropped the number of samples that were overwritten plus the number of service
 * calls whose operation exceeded the limit
 */
public record MonitorCost(long cpuNanos, long dropped) {

}
