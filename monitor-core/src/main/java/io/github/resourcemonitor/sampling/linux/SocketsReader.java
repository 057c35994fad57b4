package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of the TCP sockets of the network namespace by state. Most sockets of the JVM
 * itself are in {@code tcp6}.
 */
final class SocketsReader implements ResourceReader {

	private final List<ProcFile> files = new ArrayList<>();

	SocketsReader(Path net) throws IOException {
		this.files.add(new ProcFile(net.resolve("tcp"), 8192));
		// Hosts without IPv6 do not have this file.
		ProcFile tcp6 = ProcFile.openIfPossible(net.resolve("tcp6"), 8192);
		if (tcp6 != null) {
			this.files.add(tcp6);
		}
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		Map<Column, ColumnStatus> columns = new EnumMap<>(Column.class);
		for (Column column : Column.values()) {
			if (column.label().startsWith("network.sockets.")) {
				columns.put(column, ColumnStatus.measured("/proc/self/net/tcp and tcp6, field st"));
			}
		}
		return columns;
	}

	@Override
	public Tier tier() {
		return Tier.SLOW;
	}

	@Override
	public void read(long[] row) throws IOException {
		try {
			for (ProcFile file : this.files) {
				ProcParsers.sockets(file.read(), row);
			}
		}
		catch (IOException ex) {
			// The sockets of only one of the files would be incomplete.
			columns().keySet().forEach((column) -> row[column.ordinal()] = Column.ABSENT);
			throw ex;
		}
	}

	@Override
	public void close() {
		for (ProcFile file : this.files) {
			file.close();
		}
	}

}
