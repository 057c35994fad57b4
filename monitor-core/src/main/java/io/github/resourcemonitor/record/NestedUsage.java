package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * What the invocations inside another one used. All of it is part of the outer one's own
 * figures and service calls, so a sum over records without double counting subtracts it.
 *
 * @param count the number of invocations directly inside
 * @param cpuNanos their own CPU time in nanoseconds; {@code null} if that of any is
 * unknown
 * @param allocatedBytes their own allocated bytes; {@code null} if those of any are
 * unknown
 */
public record NestedUsage(int count, @Nullable Long cpuNanos, @Nullable Long allocatedBytes) {

	public static final NestedUsage NONE = new NestedUsage(0, 0L, 0L);

	public NestedUsage plus(OwnUsage own) {
		return new NestedUsage(this.count + 1, sum(this.cpuNanos, own.cpuNanos()),
				sum(this.allocatedBytes, own.allocatedBytes()));
	}

	private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
		return (a != null && b != null) ? Long.valueOf(a + b) : null;
	}

}
