package io.github.resourcemonitor.oshi;

import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.JvmReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSource;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/**
 * Source that reads the process through OSHI, for systems other than Linux. Provides
 * fewer columns than on Linux, and each reading is far more expensive.
 */
public final class OshiSource implements ResourceSource {

	private final SystemInfoProvider system;

	/**
	 * Create a new source. Loads OSHI, which takes 100 ms or more.
	 */
	public OshiSource() {
		this.system = SystemInfoFactory.create();
	}

	@Override
	public List<ResourceReader> open() {
		return List.of(
				new OshiProcessReader(this.system.getOperatingSystem().getCurrentProcess(),
						this.system.getHardware().getMemory().getTotal()),
				new OshiNetworkReader(this.system.getHardware().getNetworkIFs(true)),
				new OshiSocketsReader(this.system.getOperatingSystem().getInternetProtocolStats()), new JvmReader());
	}

	@Override
	public String reasonForMissing(Column column) {
		return "OSHI does not provide it on this system";
	}

}
