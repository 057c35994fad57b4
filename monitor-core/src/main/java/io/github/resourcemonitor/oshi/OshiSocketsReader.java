package io.github.resourcemonitor.oshi;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.jspecify.annotations.Nullable;
import oshi.software.os.InternetProtocolStats;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;

/**
 * Reader of the host's TCP sockets by state, from OSHI's {@code InternetProtocolStats}.
 */
final class OshiSocketsReader implements ResourceReader {

	private final InternetProtocolStats stats;

	OshiSocketsReader(InternetProtocolStats stats) {
		this.stats = stats;
	}

	/**
	 * Return the columns that such a reader provides.
	 */
	static Column[] provided() {
		return Arrays.stream(TcpState.values())
			.map(OshiSocketsReader::column)
			.filter(Objects::nonNull)
			.toArray(Column[]::new);
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		Map<Column, ColumnStatus> columns = new EnumMap<>(Column.class);
		for (Column column : provided()) {
			columns.put(column, ColumnStatus.measured("OSHI InternetProtocolStats.getConnections()"));
		}
		return columns;
	}

	@Override
	public Tier tier() {
		return Tier.SLOW;
	}

	@Override
	public void read(long[] row) {
		for (Column column : provided()) {
			row[column.ordinal()] = 0;
		}
		for (IPConnection connection : this.stats.getConnections()) {
			Column column = column(connection.getState());
			if (column != null && connection.getType().startsWith("tcp")) {
				row[column.ordinal()]++;
			}
		}
	}

	private static @Nullable Column column(@Nullable TcpState state) {
		if (state == null) {
			return null;
		}
		return switch (state) {
			case ESTABLISHED -> Column.SOCKETS_ESTABLISHED;
			case SYN_SENT -> Column.SOCKETS_SYN_SENT;
			case SYN_RECV -> Column.SOCKETS_SYN_RECV;
			case FIN_WAIT_1 -> Column.SOCKETS_FIN_WAIT_1;
			case FIN_WAIT_2 -> Column.SOCKETS_FIN_WAIT_2;
			case TIME_WAIT -> Column.SOCKETS_TIME_WAIT;
			case CLOSED -> Column.SOCKETS_CLOSE;
			case CLOSE_WAIT -> Column.SOCKETS_CLOSE_WAIT;
			case LAST_ACK -> Column.SOCKETS_LAST_ACK;
			case LISTEN -> Column.SOCKETS_LISTEN;
			case CLOSING -> Column.SOCKETS_CLOSING;
			default -> null;
		};
	}

}
