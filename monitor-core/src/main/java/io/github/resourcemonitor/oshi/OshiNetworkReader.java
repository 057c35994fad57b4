package io.github.resourcemonitor.oshi;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.InterfaceTotals;
import io.github.resourcemonitor.sampling.ResourceReader;
import oshi.hardware.NetworkIF;

/**
 * Reader of OSHI's {@code NetworkIF}s: the loopback interface, and the sum of all others.
 * Looks for new interfaces once in a while, because that takes long.
 */
final class OshiNetworkReader implements ResourceReader {

	private static final Pattern LOOPBACK = Pattern.compile("lo\\d*");

	private static final int READINGS_PER_REFRESH = 256;

	private final Supplier<List<NetworkIF>> system;

	private final InterfaceTotals totals = new InterfaceTotals();

	private List<NetworkIF> interfaces = List.of();

	private int readings;

	OshiNetworkReader(Supplier<List<NetworkIF>> system) {
		this.system = system;
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
		if (this.readings++ % READINGS_PER_REFRESH == 0) {
			this.interfaces = this.system.get();
		}
		this.totals.begin();
		for (NetworkIF network : this.interfaces) {
			if (network.updateAttributes()) {
				String name = network.getName();
				this.totals.add(name + '#' + network.getIndex(), LOOPBACK.matcher(name).matches(),
						network.getBytesRecv(), network.getBytesSent());
			}
		}
		this.totals.end(row);
	}

}
