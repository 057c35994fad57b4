package io.github.resourcemonitor.oshi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.JvmReader;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSource;
import org.jspecify.annotations.Nullable;
import oshi.software.os.OSProcess;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/**
 * Source that reads the process through OSHI, for systems other than Linux. Provides
 * fewer columns than on Linux, and each reading is far more expensive.
 * <p>
 * Also used on a Linux without {@code /proc}, where OSHI has little more than the network
 * interfaces. OSHI logs a warning for each file that it cannot read, at each reading, so
 * what it reads from {@code /proc} is not asked for there.
 */
public final class OshiSource implements ResourceSource {

	private static final String NO_PROC = "there is no /proc, from which OSHI reads it on Linux";

	private final @Nullable SystemInfoProvider system;

	private final boolean withoutProc;

	private final String reason;

	private final Map<Column, String> reasons = new ConcurrentHashMap<>();

	/**
	 * Create a new source. Loads OSHI, which takes 100 ms or more. If OSHI cannot be
	 * loaded, the source has only what the JVM itself provides.
	 */
	public OshiSource() {
		this(SystemInfoFactory::create,
				System.getProperty("os.name").equals("Linux") && !Files.exists(Path.of("/proc/self/stat")));
	}

	OshiSource(Supplier<SystemInfoProvider> factory, boolean withoutProc) {
		this.withoutProc = withoutProc;
		SystemInfoProvider loaded = null;
		String failure = "OSHI does not provide it on this system";
		try {
			loaded = factory.get();
		}
		catch (RuntimeException | LinkageError ex) {
			failure = "OSHI cannot be used on this system: " + ex;
		}
		this.system = loaded;
		this.reason = failure;
	}

	@Override
	public List<ResourceReader> open() {
		List<ResourceReader> readers = new ArrayList<>();
		SystemInfoProvider oshi = this.system;
		if (oshi != null) {
			add(readers, true, () -> process(oshi), Column.CPU_USER, Column.CPU_SYSTEM, Column.THREADS,
					Column.MEMORY_RSS, Column.MEMORY_VIRTUAL, Column.MEMORY_LIMIT, Column.MEMORY_PERCENT,
					Column.FAULTS_MINOR, Column.FAULTS_MAJOR, Column.FILES_OPEN, Column.DISK_READ_BYTES,
					Column.DISK_WRITE_BYTES, Column.ELAPSED);
			add(readers, false, () -> new OshiNetworkReader(() -> oshi.getHardware().getNetworkIFs(true)),
					Column.NETWORK_RECEIVED, Column.NETWORK_SENT, Column.NETWORK_LOOPBACK_RECEIVED,
					Column.NETWORK_LOOPBACK_SENT);
			add(readers, true, () -> new OshiSocketsReader(oshi.getOperatingSystem().getInternetProtocolStats()),
					OshiSocketsReader.provided());
		}
		readers.add(new JvmReader());
		return readers;
	}

	private static ResourceReader process(SystemInfoProvider oshi) {
		OSProcess process = oshi.getOperatingSystem().getCurrentProcess();
		return new OshiProcessReader(process, oshi.getHardware().getMemory().getTotal());
	}

	private void add(List<ResourceReader> readers, boolean fromProc, Supplier<ResourceReader> opening,
			Column... columns) {
		String failure = NO_PROC;
		if (!fromProc || !this.withoutProc) {
			try {
				readers.add(opening.get());
				return;
			}
			catch (RuntimeException | LinkageError ex) {
				failure = "OSHI cannot read it on this system: " + ex;
			}
		}
		for (Column column : columns) {
			this.reasons.put(column, failure);
		}
	}

	@Override
	public String reasonForMissing(Column column) {
		return this.reasons.getOrDefault(column, this.reason);
	}

}
