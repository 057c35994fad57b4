package io.github.resourcemonitor.sampling;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Clocks of the sampler.
 *
 * @param nanoTime the monotonic clock
 * @param threadCpuTime the CPU clock of the calling thread in nanoseconds; {@code null}
 * if it is too coarse, in which case the cost of samples is measured by the monotonic
 * clock
 */
public record SamplerClocks(LongSupplier nanoTime, @Nullable LongSupplier threadCpuTime) {

}
