package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Exact usage of the threads that worked for an invocation, including nested invocations.
 *
 * @param cpuNanos CPU time in nanoseconds, from the CPU clock of the threads;
 * {@code null} if unknown or below the resolution
 * @param allocatedBytes bytes allocated on the heap; {@code null} if unknown
 * @param estimate the usage of virtual threads, which is not part of the exact figures;
 * {@code null} if none worked for the invocation
 * @param threads the number of threads that were measured
 * @param incompleteReason the reason why the usage is known to be incomplete;
 * {@code null} if it is complete as far as known
 * @param resolutionNanos the resolution of the CPU clock in nanoseconds; 0 if finer than
 * 1 ms
 */
public record OwnUsage(@Nullable Long cpuNanos, @Nullable Long allocatedBytes, @Nullable Estimate estimate, int threads,
		@Nullable String incompleteReason, long resolutionNanos) {

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
		this(cpuNanos, allocatedBytes, null, threads, incompleteReason, resolutionNanos);
	}

	/**
	 * Return whether the usage is complete, as far as known.
	 * @return whether it is
	 */
	public boolean isComplete() {
		return this.incompleteReason == null;
	}

	/**
	 * Return the estimated CPU time of virtual threads.
	 * @return the time in nanoseconds; {@code null} if none worked for the invocation
	 */
	public @Nullable Long estimatedCpuNanos() {
		return (this.estimate != null) ? Long.valueOf(this.estimate.cpuNanos()) : null;
	}

	/**
	 * Return the most CPU time that virtual threads can have used: the time for which
	 * they worked for the invocation, because each runs on one carrier at a time.
	 * @return the time in nanoseconds; {@code null} if none worked for the invocation
	 */
	public @Nullable Long estimatedCpuLimitNanos() {
		return (this.estimate != null) ? Long.valueOf(this.estimate.cpuLimitNanos()) : null;
	}

	/**
	 * Return the estimated number of bytes that virtual threads allocated on the heap.
	 * @return the bytes; {@code null} if none worked for the invocation
	 */
	public @Nullable Long estimatedAllocatedBytes() {
		return (this.estimate != null) ? Long.valueOf(this.estimate.allocatedBytes()) : null;
	}

	/**
	 * Return the CPU time of all threads: exact where it is known, else the estimate.
	 * @return the time in nanoseconds; {@code null} if nothing is known
	 */
	public @Nullable Long totalCpuNanos() {
		return sum(this.cpuNanos, estimatedCpuNanos());
	}

	/**
	 * Return the bytes that all threads allocated on the heap: exact where it is known,
	 * else the estimate.
	 * @return the bytes; {@code null} if nothing is known
	 */
	public @Nullable Long totalAllocatedBytes() {
		return sum(this.allocatedBytes, estimatedAllocatedBytes());
	}

	private static @Nullable Long sum(@Nullable Long exact, @Nullable Long estimated) {
		if (exact == null || estimated == null) {
			return (exact != null) ? exact : estimated;
		}
		return exact + estimated;
	}

	/**
	 * Usage of virtual threads, which have no clocks. Nothing tells that a virtual thread
	 * did not leave its carrier between two observations, so there is no least usage
	 * other than 0.
	 *
	 * @param cpuNanos the estimated CPU time in nanoseconds
	 * @param cpuLimitNanos the most CPU time that they can have used, in nanoseconds
	 * @param allocatedBytes the estimated number of bytes allocated on the heap
	 */
	public record Estimate(long cpuNanos, long cpuLimitNanos, long allocatedBytes) {

	}

}
