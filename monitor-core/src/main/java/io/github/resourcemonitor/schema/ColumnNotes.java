package io.github.resourcemonitor.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of its columns beside their values: why one has none, in what steps
 * it comes, and below which bound it stayed.
 */
final class ColumnNotes {

	private static final List<Column> COLUMNS = List.of(Column.values());

	private static final List<Column> SOCKETS = List
		.copyOf(EnumSet.range(Column.SOCKETS_ESTABLISHED, Column.SOCKETS_CLOSING));

	private static final String OWN_CPU = "own.cpuNanos";

	private static final String NOT_SHARED = "the process was not read again between start and end";

	private static final String TOO_FEW_LOOKS = "needs two looks at the threads; the invocation had fewer";

	private ColumnNotes() {
	}

	static @Nullable Collection<Reason> unavailable(InvocationRecord record) {
		ProcessUsage process = record.process();
		List<Reason> reasons = new ArrayList<>();
		if (record.share() != null) {
			addShare(reasons, record.share());
		}
		String sockets = commonReason(process);
		for (Column column : COLUMNS) {
			boolean socket = sockets != null && SOCKETS.contains(column);
			if (!socket) {
				add(reasons, column.label(), process.reason(column));
			}
			else if (column == Column.SOCKETS_ESTABLISHED) {
				add(reasons, "network.sockets", sockets);
			}
		}
		if (!process.hasThreads()) {
			add(reasons, "threads.busiest", TOO_FEW_LOOKS);
		}
		return reasons.isEmpty() ? null : reasons;
	}

	private static void addShare(List<Reason> reasons, FairShare share) {
		if (share.cpuNanos() != null) {
			return;
		}
		boolean known = FairShare.columns().stream().anyMatch((column) -> share.value(column) != null);
		add(reasons, known ? "share.cpuNanos" : "share", NOT_SHARED);
	}

	private static void add(List<Reason> reasons, String column, @Nullable String reason) {
		if (reason != null) {
			reasons.add(new Reason(column, reason));
		}
	}

	/**
	 * Return the reason for the sockets of all states if it is the same, as it mostly is.
	 */
	private static @Nullable String commonReason(ProcessUsage process) {
		String common = process.reason(SOCKETS.get(0));
		for (int i = 1; common != null && i < SOCKETS.size(); i++) {
			if (!Objects.equals(common, process.reason(SOCKETS.get(i)))) {
				common = null;
			}
		}
		return common;
	}

	static @Nullable Collection<Bound> resolutions(InvocationRecord record) {
		List<Bound> bounds = new ArrayList<>();
		if (record.own().resolutionNanos() > 0) {
			bounds.add(new Bound(OWN_CPU, record.own().resolutionNanos()));
		}
		ColumnCatalog catalog = record.process().catalog();
		for (Column column : catalog.recorded()) {
			ColumnStatus status = catalog.status(column);
			if (status.resolutionNanos() > 0) {
				bounds.add(new Bound(column.label(), status.resolutionNanos()));
			}
		}
		return bounds.isEmpty() ? null : bounds;
	}

	static @Nullable Collection<Bound> belowResolution(InvocationRecord record) {
		List<Bound> bounds = new ArrayList<>();
		OwnUsage own = record.own();
		if (own.resolutionNanos() > 0 && own.cpuNanos() == null) {
			bounds.add(new Bound(OWN_CPU, own.resolutionNanos()));
		}
		for (Column column : COLUMNS) {
			long bound = record.process().bound(column);
			if (bound != Column.ABSENT) {
				bounds.add(new Bound(column.label(), bound));
			}
		}
		return bounds.isEmpty() ? null : bounds;
	}

	/**
	 * Why a column has no value.
	 *
	 * @param column the name of the column, or of a group of them
	 * @param reason the reason
	 */
	record Reason(String column, String reason) {

	}

	/**
	 * A time that belongs to a column.
	 *
	 * @param column the name of the column
	 * @param nanos the time in nanoseconds
	 */
	record Bound(String column, long nanos) {

	}

}
