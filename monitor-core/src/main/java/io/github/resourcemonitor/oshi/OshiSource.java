package io.github.resourcemonitor.oshi;

import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.JvmReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSource;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/**
 * Reads the process through OSHI, on systems whose own files we do not read. Tells less
 * than Linux does, and each reading costs far more.
 */
public final class OshiSource implements ResourceSource {

	private final SystemInfoProvider system;

	/**
	 * Create a new source; loads OSHI, which takes 100 ms and more.
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
		return "OSHI does not tell it on this system";
	}

}
