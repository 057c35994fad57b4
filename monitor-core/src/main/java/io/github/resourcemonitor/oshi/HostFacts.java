package io.github.resourcemonitor.oshi;

import org.jspecify.annotations.Nullable;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;
import oshi.util.Constants;

/**
 * Facts about the host, read through OSHI on demand, which takes about 100 ms.
 *
 * @param operatingSystem family and version of the operating system
 * @param cpuModel the model of the CPU, {@code null} if the system does not provide it
 * @param logicalProcessors the number of logical processors of the machine
 * @param physicalMemoryBytes the physical memory in bytes, {@code null} if the system
 * does not provide it
 */
public record HostFacts(String operatingSystem, @Nullable String cpuModel, int logicalProcessors,
		@Nullable Long physicalMemoryBytes) {

	/**
	 * Read the facts.
	 * @return the facts
	 */
	public static HostFacts detect() {
		SystemInfoProvider system = system();
		return new HostFacts(system.getOperatingSystem().toString(),
				known(system.getHardware().getProcessor().getProcessorIdentifier().getName()),
				system.getHardware().getProcessor().getLogicalProcessorCount(), physicalMemory(system));
	}

	private static @Nullable Long physicalMemory(SystemInfoProvider system) {
		long bytes = system.getHardware().getMemory().getTotal();
		return (bytes > 0) ? bytes : null;
	}

	private static @Nullable String known(String value) {
		return (value.isBlank() || value.equals(Constants.UNKNOWN)) ? null : value;
	}

	private static SystemInfoProvider system() {
		// On Linux, OSHI works without native code and so without loading JNA.
		return System.getProperty("os.name").equals("Linux") ? new oshi.nativefree.SystemInfo()
				: SystemInfoFactory.create();
	}

}
