package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Usage of the invocations nested in another one. It is included in {@code own} and the
 * service calls of the outer invocation, so subtract it when adding up records.
 *
 * @param count the number of directly nested invocations
 * @param cpuNanos their own CPU time in nanoseconds; {@code null} if that of any of them
 * is unknown
 * @param allocatedBytes their own allocated bytes; {@code null} if those of any of them
 * are unknown
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
