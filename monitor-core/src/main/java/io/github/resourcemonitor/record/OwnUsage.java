package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Exact usage of the threads that worked for an invocation, including nested invocations.
 *
 * @param cpuNanos CPU time in nanoseconds, from the CPU clock of the threads;
 * {@code null} if unknown or below the resolution
 * @param allocatedBytes bytes allocated on the heap; {@code null} if unknown
 * @param estimatedCpuNanos the estimated CPU time of virtual threads in nanoseconds,
 * which is not part of {@code cpuNanos}; {@code null} if none worked for the invocation
 * @param estimatedAllocatedBytes the estimated number of bytes that virtual threads
 * allocated on the heap; {@code null} if none worked for the invocation
 * @param threads the number of threads that were measured
 * @param incompleteReason the reason why the usage is known to be incomplete;
 * {@code null} if it is complete as far as known
 * @param resolutionNanos the resolution of the CPU clock in nanoseconds; 0 if finer than
 * 1 ms
 */
public record OwnUsage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, @Nullable Long estimatedCpuNanos,
		@Nullable Long estimatedAllocatedBytes, int threads, @Nullable String incompleteReason, long resolutionNanos) {

	/**
	 * Create the usage of platform threads only.
	 * @param cpuNanos CPU time in nanoseconds, {@code null} if unknown or below the
	 * resolution
	 * @param allocatedBytes bytes allocated on the heap; {@code null} if unknown
	 * @param threads the number of threads that were measured
	 * @param incompleteReason the reason why the usage is known to be incomplete;
	 * {@code null} if it is complete as far as known
	 * @param resolutionNanos the resolution of the CPU clock in nanoseconds; 0 if finer
	 * than 1 ms
	 */
	public OwnUsage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, int threads,
			@Nullable String incompleteReason, long resolutionNanos) {
		this(cpuNanos, allocatedBytes, null, null, threads, incompleteReason, resolutionNanos);
	}

	/**
	 * Return whether the usage is complete, as far as known.
	 * @return whether it is
	 */
	public boolean isComplete() {
		return this.incompleteReason == null;
	}

}
