package io.github.resourcemonitor.invocation;

/**
 * What the invocations inside another one used. All of it is part of the outer one's own
 * figures and service calls, so a sum over records without double counting subtracts it.
 *
 * @param count the number of invocations directly inside
 * @param cpuNanos their own CPU time in nanoseconds, as far as known
 * @param allocatedBytes their own allocated bytes, as far as known
 */
public record NestedUsage(int count, long cpuNanos, long allocatedBytes) {

	static final NestedUsage NONE = new NestedUsage(0, 0, 0);

	NestedUsage plus(OwnUsage own) {
		long cpu = (own.cpuNanos() != null) ? own.cpuNanos() : 0;
		long allocated = (own.allocatedBytes() != null) ? own.allocatedBytes() : 0;
		return new NestedUsage(this.count + 1, this.cpuNanos + cpu, this.allocatedBytes + allocated);
	}

}
