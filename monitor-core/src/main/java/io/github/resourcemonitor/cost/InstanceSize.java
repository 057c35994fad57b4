package io.github.resourcemonitor.cost;

import org.jspecify.annotations.Nullable;

/**
 * The processors and the memory of an instance that are paid for. Immutable.
 *
 * @param cpuThousandths the vCPUs in thousandths; {@code null} if they are not known
 * @param cpuReason why they are not known, or where they are from
 * @param memoryBytes the memory in bytes; {@code null} if it is not known
 * @param memoryReason why it is not known, or where it is from
 */
public record InstanceSize(@Nullable Long cpuThousandths, String cpuReason, @Nullable Long memoryBytes,
		String memoryReason) {

	private static final String CONFIGURED = "configured";

	/**
	 * Return a size that is configured.
	 * @param cpuThousandths the vCPUs in thousandths
	 * @param memoryBytes the memory in bytes
	 * @return the size
	 */
	public static InstanceSize of(long cpuThousandths, long memoryBytes) {
		return new InstanceSize(cpuThousandths, CONFIGURED, memoryBytes, CONFIGURED);
	}

	/**
	 * Return this size, with what is configured in place of what was found out.
	 * @param cpu the configured vCPUs in thousandths, {@code null} if they are not
	 * @param memory the configured memory in bytes, {@code null} if it is not
	 * @return the size
	 */
	InstanceSize configured(@Nullable Long cpu, @Nullable Long memory) {
		return new InstanceSize((cpu != null) ? cpu : this.cpuThousandths, (cpu != null) ? CONFIGURED : this.cpuReason,
				(memory != null) ? memory : this.memoryBytes, (memory != null) ? CONFIGURED : this.memoryReason);
	}

}
