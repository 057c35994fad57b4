package io.github.resourcemonitor.sampling;

import java.util.function.LongSupplier;

/**
 * The clocks of the sampler.
 *
 * @param nanoTime a monotonic clock
 * @param threadCpuTime the CPU time of the calling thread, in nanoseconds
 */
public record SamplerClocks(LongSupplier nanoTime, LongSupplier threadCpuTime) {

}
