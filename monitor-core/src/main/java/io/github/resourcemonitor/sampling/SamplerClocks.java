package io.github.resourcemonitor.sampling;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The clocks of the sampler.
 *
 * @param nanoTime a monotonic clock
 * @param threadCpuTime the CPU time of the calling thread, in nanoseconds; {@code null}
 * where that is too coarse for samples, which are then timed by the monotonic clock
 */
public record SamplerClocks(LongSupplier nanoTime, @Nullable LongSupplier threadCpuTime) {

}
