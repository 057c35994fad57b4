package io.github.resourcemonitor.share;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * Fair share of an invocation in the usage of the whole process. Usage that is attributed
 * to an invocation belongs to it; all other usage is split equally over the invocations
 * that are active at the time. The shares of all invocations plus the usage while none
 * was active add up to the total exactly. Immutable.
 * <p>
 * The process is read at the start and end of invocations, at most once per millisecond
 * and within a CPU budget. Usage between two readings is split over the invocations that
 * are active at the second one.
 */
public final class FairShare {

	/**
	 * The process-wide counters that are split, apart from CPU time.
	 */
	private static final List<Column> COLUMNS = List.of(Column.CPU_THROTTLED, Column.DISK_READ_CHARS,
			Column.DISK_WRITE_CHARS, Column.DISK_READ_BYTES, Column.DISK_WRITE_BYTES, Column.NETWORK_RECEIVED,
			Column.NETWORK_SENT);

	/**
	 * Index of the unowned CPU time among the counters of the ledger; the columns follow.
	 */
	static final int UNOWNED_CPU = 0;

	public static final int FIRST_COLUMN = 1;

	private final Supplier<@Nullable Shares> shares;

	private final long ownCpu;

	private final long cpuResolutionNanos;

	/**
	 * Create the share of an invocation.
	 * @param shares computes its part of the unowned usage, when that is read
	 * @param ownCpu the CPU time of its threads, in nanoseconds
	 * @param cpuResolutionNanos the resolution of the CPU clock of the process in
	 * nanoseconds, 0 if it is fine
	 */
	public FairShare(Supplier<@Nullable Shares> shares, long ownCpu, long cpuResolutionNanos) {
		this.shares = shares;
		this.ownCpu = ownCpu;
		this.cpuResolutionNanos = cpuResolutionNanos;
	}

	private Shares shares() {
		return Objects.requireNonNull(this.shares.get());
	}

	/**
	 * Return the columns of the process that are split.
	 * @return the columns
	 */
	public static List<Column> columns() {
		return COLUMNS;
	}

	/**
	 * Return the part of wall time: the time divided by the number of active invocations.
	 * @return the time in nanoseconds
	 */
	public long wallNanos() {
		return shares().wallNanos();
	}

	/**
	 * Return the part of the CPU time of the process: that of the invocation's own
	 * threads, and an equal part of unowned CPU time, such as garbage collection,
	 * compilation and virtual threads.
	 * @return the time in nanoseconds, {@code null} if the process was not read between
	 * start and end
	 */
	public @Nullable Long cpuNanos() {
		long unowned = shares().counter(UNOWNED_CPU);
		return (unowned != Shares.UNKNOWN) ? Long.valueOf(this.ownCpu + unowned) : null;
	}

	/**
	 * Return by how much {@link #cpuNanos()} may be too high: the equal part of unowned
	 * CPU time that was read first after the start, and may have been used before it, and
	 * the resolution of the CPU clock of the process. It is what other invocations, or
	 * none, have too little, because the sum is exact.
	 * @return the time in nanoseconds, {@code null} if the process was not read between
	 * start and end
	 */
	public @Nullable Long cpuErrorNanos() {
		Shares known = shares();
		long unowned = known.counter(UNOWNED_CPU);
		return (unowned != Shares.UNKNOWN) ? Long.valueOf(Math.min(unowned, known.early() + this.cpuResolutionNanos))
				: null;
	}

	/**
	 * Return the part of a column.
	 * @param column one of {@link #columns()}
	 * @return the part in the unit of the column, {@code null} if it was not read between
	 * start and end
	 */
	public @Nullable Long value(Column column) {
		int index = COLUMNS.indexOf(column);
		long value = (index >= 0) ? shares().counter(FIRST_COLUMN + index) : Shares.UNKNOWN;
		return (value != Shares.UNKNOWN) ? Long.valueOf(value) : null;
	}

}
