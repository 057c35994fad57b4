package io.github.resourcemonitor.oshi;

import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/**
 * Facts of the machine, from OSHI. Found out when first asked for, which takes some 100
 * ms.
 *
 * @param operatingSystem family and version of the operating system
 * @param cpuModel the model of the CPU
 * @param logicalProcessors the number of logical processors of the machine
 * @param physicalMemoryBytes the physical memory in bytes
 */
public record HostFacts(String operatingSystem, String cpuModel, int logicalProcessors, long physicalMemoryBytes) {

	/**
	 * Find out the facts.
	 * @return the facts
	 */
	public static HostFacts detect() {
		SystemInfoProvider system = system();
		return new HostFacts(system.getOperatingSystem().toString(),
				system.getHardware().getProcessor().getProcessorIdentifier().getName(),
				system.getHardware().getProcessor().getLogicalProcessorCount(),
				system.getHardware().getMemory().getTotal());
	}

	private static SystemInfoProvider system() {
		// On Linux OSHI can do without native code, and so without loading JNA.
		return System.getProperty("os.name").equals("Linux") ? new oshi.nativefree.SystemInfo()
				: SystemInfoFactory.create();
	}

}
