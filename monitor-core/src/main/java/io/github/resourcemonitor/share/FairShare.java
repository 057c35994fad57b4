package io.github.resourcemonitor.share;

import java.util.List;

import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * The part of an invocation in what the whole process used: what nobody owns is split
 * equally over the invocations that are active at the moment, what somebody owns is his.
 * The shares of all invocations, and what was used while none was active, add up to the
 * whole, to the unit. Immutable.
 * <p>
 * The process is read at the edges of invocations, at most once a millisecond and within
 * a CPU budget; what it used between two readings is split over those that are active at
 * the second.
 */
public final class FairShare {

	/**
	 * The counters of the process that are split, apart from its CPU time.
	 */
	private static final List<Column> COLUMNS = List.of(Column.CPU_THROTTLED, Column.DISK_READ_CHARS,
			Column.DISK_WRITE_CHARS, Column.DISK_READ_BYTES, Column.DISK_WRITE_BYTES, Column.NETWORK_RECEIVED,
			Column.NETWORK_SENT);

	/**
	 * Where the CPU time that nobody owns stands among the counters of the ledger; the
	 * columns follow.
	 */
	static final int UNOWNED_CPU = 0;

	public static final int FIRST_COLUMN = 1;

	private final Shares shares;

	private final long ownCpu;

	private FairShare(Shares shares, long ownCpu) {
		this.shares = shares;
		this.ownCpu = ownCpu;
	}

	/**
	 * Return the share of an invocation.
	 * @param shares its part of what nobody owns, {@code null} if it is part of another
	 * one
	 * @param ownCpu the CPU time of its threads, in nanoseconds
	 */
	public static @Nullable FairShare of(@Nullable Shares shares, long ownCpu) {
		return (shares != null) ? new FairShare(shares, ownCpu) : null;
	}

	/**
	 * Return the columns of the process that are split.
	 * @return the columns
	 */
	public static List<Column> columns() {
		return COLUMNS;
	}

	/**
	 * Return the part of wall time: each moment divided by the invocations active then.
	 * @return the time in nanoseconds
	 */
	public long wallNanos() {
		return this.shares.wallNanos();
	}

	/**
	 * Return the part of the CPU time of the process: that of its own threads, and an
	 * equal part of what no invocation owns, such as garbage collection, compilation and
	 * virtual threads.
	 * @return the time in nanoseconds, {@code null} if the process was not read between
	 * the edges
	 */
	public @Nullable Long cpuNanos() {
		long unowned = this.shares.counter(UNOWNED_CPU);
		return (unowned != Shares.UNKNOWN) ? Long.valueOf(this.ownCpu + unowned) : null;
	}

	/**
	 * Return the part of a column.
	 * @param column one of {@link #columns()}
	 * @return the part in the unit of the column, {@code null} if it was not read between
	 * the edges
	 */
	public @Nullable Long value(Column column) {
		int index = COLUMNS.indexOf(column);
		long value = (index >= 0) ? this.shares.counter(FIRST_COLUMN + index) : Shares.UNKNOWN;
		return (value != Shares.UNKNOWN) ? Long.valueOf(value) : null;
	}

}
