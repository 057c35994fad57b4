package io.github.resourcemonitor.oshi;

import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import oshi.hardware.NetworkIF;

/**
 * Reader of OSHI's {@code NetworkIF}s: the loopback interface, and the sum of all others.
 */
final class OshiNetworkReader implements ResourceReader {

	private final List<NetworkIF> interfaces;

	OshiNetworkReader(List<NetworkIF> interfaces) {
		this.interfaces = interfaces;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		ColumnStatus received = ColumnStatus.measured("OSHI NetworkIF.getBytesRecv()");
		ColumnStatus sent = ColumnStatus.measured("OSHI NetworkIF.getBytesSent()");
		return Map.of(Column.NETWORK_RECEIVED, received, Column.NETWORK_SENT, sent, Column.NETWORK_LOOPBACK_RECEIVED,
				received, Column.NETWORK_LOOPBACK_SENT, sent);
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) {
		for (NetworkIF network : this.interfaces) {
			if (network.updateAttributes()) {
				boolean loopback = network.getName().startsWith("lo");
				add(row, loopback ? Column.NETWORK_LOOPBACK_RECEIVED : Column.NETWORK_RECEIVED, network.getBytesRecv());
				add(row, loopback ? Column.NETWORK_LOOPBACK_SENT : Column.NETWORK_SENT, network.getBytesSent());
			}
		}
	}

	private static void add(long[] row, Column column, long value) {
		long before = row[column.ordinal()];
		row[column.ordinal()] = (before != Column.ABSENT) ? before + value : value;
	}

}
