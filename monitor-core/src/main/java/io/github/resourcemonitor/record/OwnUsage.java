package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * What the threads that worked for an invocation used meanwhile, exactly; what nested
 * invocations used on them is part of it.
 *
 * @param cpuNanos CPU time in nanoseconds, from the CPU clock of the threads;
 * {@code null} if unknown or below the resolution
 * @param allocatedBytes bytes allocated on the heap; {@code null} if unknown
 * @param estimatedCpuNanos what virtual threads are thought to have used, in nanoseconds,
 * which is not part of {@code cpuNanos}; {@code null} if none worked for it
 * @param estimatedAllocatedBytes the same of bytes allocated on the heap
 * @param threads the number of threads that were measured
 * @param incompleteReason why this is known to be less than all; {@code null} if it is
 * not
 * @param resolutionNanos the smallest step of the CPU clock in nanoseconds; 0 if finer
 * than 1 ms
 */
public record OwnUsage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, @Nullable Long estimatedCpuNanos,
		@Nullable Long estimatedAllocatedBytes, int threads, @Nullable String incompleteReason, long resolutionNanos) {

	/**
	 * Create a new instance of platform threads alone.
	 * @param cpuNanos CPU time in nanoseconds, {@code null} if unknown or below the
	 * resolution
	 * @param allocatedBytes bytes allocated on the heap; {@code null} if unknown
	 * @param threads the number of threads that were measured
	 * @param incompleteReason why this is known to be less than all; {@code null} if it
	 * is not
	 * @param resolutionNanos the smallest step of the CPU clock in nanoseconds
	 */
	public OwnUsage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, int threads,
			@Nullable String incompleteReason, long resolutionNanos) {
		this(cpuNanos, allocatedBytes, null, null, threads, incompleteReason, resolutionNanos);
	}

	/**
	 * Return whether this is all that the invocation used, as far as known.
	 * @return whether it is complete
	 */
	public boolean isComplete() {
		return this.incompleteReason == null;
	}

}
