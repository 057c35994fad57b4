package io.github.resourcemonitor.share;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Updates the {@link InvocationLedger} from each new reading of the process.
 * <p>
 * Unowned CPU time is that of the process minus that of the threads that work for
 * invocations. Because there may be many such threads, their clocks are read only as
 * often as a budget allows. The process is read first and the threads afterwards, and the
 * CPU clock of the process always lags behind. The difference is therefore never more
 * than what was really used, and its highest value so far is what the ledger splits.
 * <p>
 * Thread-safe. Only one thread at a time reads the clocks of the threads; the others skip
 * that part instead of waiting.
 */
public final class LedgerUpdater {

	private static final long SHORTEST_PAUSE_NANOS = 1_000_000;

	/**
	 * Reading the clocks of threads may use up to 1 % of a core.
	 */
	private static final long COST_FACTOR = 100;

	private final ReentrantLock readingThreads = new ReentrantLock();

	private final InvocationLedger ledger;

	private final LongSupplier nanoTime;

	private final LongSupplier threadCpu;

	private final LongSupplier ownedCpu;

	private final boolean cpu;

	private final boolean[] columns;

	private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

	// Guarded by the lock for reading threads.

	private boolean begun;

	private long unowned;

	private long nextNanos;

	/**
	 * Create a new updater.
	 * @param ledger the ledger
	 * @param catalog the availability of the process-wide columns
	 * @param nanoTime the monotonic clock
	 * @param threadCpu the CPU clock of the calling thread in nanoseconds, negative if it
	 * has none
	 * @param ownedCpu reads the clocks of all threads that work for invocations, and
	 * returns the CPU time in nanoseconds that is owned by running and ended invocations
	 */
	public LedgerUpdater(InvocationLedger ledger, ColumnCatalog catalog, LongSupplier nanoTime, LongSupplier threadCpu,
			LongSupplier ownedCpu) {
		this.ledger = ledger;
		this.nanoTime = nanoTime;
		this.threadCpu = threadCpu;
		this.ownedCpu = ownedCpu;
		this.cpu = isRecorded(catalog, Column.CPU_USER) && isRecorded(catalog, Column.CPU_SYSTEM);
		List<Column> split = FairShare.columns();
		this.columns = new boolean[split.size()];
		for (int i = 0; i < this.columns.length; i++) {
			this.columns[i] = isRecorded(catalog, split.get(i));
		}
	}

	private static boolean isRecorded(ColumnCatalog catalog, Column column) {
		return catalog.status(column).availability().isRecorded();
	}

	/**
	 * Update the ledger from a reading, unless this or a later one was already used.
	 * @param reading the reading
	 * @param now the time by the monotonic clock
	 */
	public void update(Reading reading, long now) {
		Reading before = this.last.get();
		if (before != null && reading.nanoTime() - before.nanoTime() <= 0) {
			return;
		}
		if (!this.last.compareAndSet(before, reading)) {
			return;
		}
		updateColumns(reading, now);
		if (this.readingThreads.tryLock()) {
			try {
				updateUnownedCpu(reading, now);
			}
			finally {
				this.readingThreads.unlock();
			}
		}
	}

	private void updateColumns(Reading reading, long now) {
		long[] counters = newCounters();
		List<Column> split = FairShare.columns();
		for (int i = 0; i < this.columns.length; i++) {
			if (this.columns[i]) {
				counters[FairShare.FIRST_COLUMN + i] = reading.value(split.get(i));
			}
		}
		this.ledger.update(now, counters);
	}

	private void updateUnownedCpu(Reading reading, long now) {
		long unowned = unownedCpu(reading);
		if (unowned != Shares.UNKNOWN) {
			long[] counters = newCounters();
			counters[FairShare.UNOWNED_CPU] = unowned;
			this.ledger.update(now, counters);
		}
	}

	private long[] newCounters() {
		long[] counters = new long[FairShare.FIRST_COLUMN + this.columns.length];
		Arrays.fill(counters, Shares.UNKNOWN);
		return counters;
	}

	private long unownedCpu(Reading reading) {
		long user = reading.value(Column.CPU_USER);
		long system = reading.value(Column.CPU_SYSTEM);
		if (!this.cpu || user == Column.ABSENT || system == Column.ABSENT) {
			return Shares.UNKNOWN;
		}
		long from = this.nanoTime.getAsLong();
		if (this.begun && from - this.nextNanos < 0) {
			return Shares.UNKNOWN;
		}
		long cpuFrom = this.threadCpu.getAsLong();
		long owned = this.ownedCpu.getAsLong();
		long to = this.nanoTime.getAsLong();
		// With many threads, elapsed time includes waiting for a core.
		long cost = (cpuFrom >= 0) ? this.threadCpu.getAsLong() - cpuFrom : to - from;
		this.nextNanos = to + Math.max(SHORTEST_PAUSE_NANOS, COST_FACTOR * cost);
		long difference = user + system - owned;
		this.unowned = this.begun ? Math.max(this.unowned, difference) : difference;
		this.begun = true;
		return this.unowned;
	}

}
