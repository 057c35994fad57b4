package io.github.resourcemonitor.share;

/**
 * The life of an instance by what it was occupied with. Each moment is part of one sum
 * only: of the first in this order that applies.
 *
 * @param invocationsNanos with at least one invocation, in nanoseconds. The shares of all
 * invocations in wall time add up to it, but for what division leaves over
 * @param outsideNanos with a request, but no invocation, in nanoseconds
 * @param startUpNanos with the start, in nanoseconds
 * @param shutdownNanos with the shutdown, in nanoseconds
 * @param idleNanos with nothing, in nanoseconds
 * @param requests the number of requests that have begun, as far as they are observed
 * @param stretches the number of times without a break in which it was not idle
 * @param roundedNanos the sum of these times, each one rounded up, in nanoseconds
 */
public record InstanceTime(long invocationsNanos, long outsideNanos, long startUpNanos, long shutdownNanos,
		long idleNanos, long requests, long stretches, long roundedNanos) {

	/**
	 * Return the time in which the instance was not idle.
	 * @return the time in nanoseconds
	 */
	public long occupiedNanos() {
		return this.invocationsNanos + this.outsideNanos + this.startUpNanos + this.shutdownNanos;
	}

	/**
	 * Return the age of the instance.
	 * @return the time in nanoseconds
	 */
	public long lifeNanos() {
		return occupiedNanos() + this.idleNanos;
	}

}
