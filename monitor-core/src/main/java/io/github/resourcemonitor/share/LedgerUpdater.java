package io.github.resourcemonitor.share;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.invocation.ActiveInvocation;
import io.github.resourcemonitor.invocation.ActiveInvocations;
import io.github.resourcemonitor.invocation.MonitorComponents;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Tells the {@link InvocationLedger} what the process used, each time it was read anew.
 * <p>
 * The CPU time that nobody owns is that of the process without that of the threads that
 * work for invocations. For that the clocks of all these threads are read; so that many
 * of them do not become dear, not more often than a budget allows. The process is read
 * first and the threads afterwards, and its clock goes in steps that are always behind:
 * so the difference is never more than what was really used, and its highest value so far
 * is what the ledger splits.
 * <p>
 * Safe for use by any thread. One at a time reads the threads, and no other waits for
 * that.
 */
public final class LedgerUpdater {

	private static final long SHORTEST_PAUSE_NANOS = 1_000_000;

	/**
	 * The threads' clocks may take one hundredth of a core.
	 */
	private static final long COST_FACTOR = 100;

	private final ReentrantLock lock = new ReentrantLock();

	private final ReentrantLock readingThreads = new ReentrantLock();

	private final MonitorComponents instruments;

	private final InvocationLedger ledger;

	private final ActiveInvocations active;

	private final CurrentAccount threads;

	private final boolean cpu;

	private final boolean[] columns;

	private volatile @Nullable Reading told;

	// Guarded by the lock for reading threads.

	private boolean begun;

	private long unowned;

	private long nextNanos;

	public LedgerUpdater(MonitorComponents instruments, InvocationLedger ledger, ActiveInvocations active,
			CurrentAccount threads) {
		this.instruments = instruments;
		this.ledger = ledger;
		this.active = active;
		this.threads = threads;
		ColumnCatalog catalog = instruments.catalog();
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
	 * Tell the ledger of a reading, unless it knows it.
	 * @param reading the reading
	 */
	public void tell(Reading reading) {
		if (reading != this.told && tellColumns(reading) && this.readingThreads.tryLock()) {
			try {
				tellUnownedCpu(reading);
			}
			finally {
				this.readingThreads.unlock();
			}
		}
	}

	private boolean tellColumns(Reading reading) {
		this.lock.lock();
		try {
			if (reading == this.told) {
				return false;
			}
			long[] counters = newCounters();
			List<Column> split = FairShare.columns();
			for (int i = 0; i < this.columns.length; i++) {
				if (this.columns[i]) {
					counters[FairShare.FIRST_COLUMN + i] = reading.value(split.get(i));
				}
			}
			this.ledger.count(counters);
			this.told = reading;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tellUnownedCpu(Reading reading) {
		long unowned = unownedCpu(reading);
		if (unowned != InvocationLedger.UNKNOWN) {
			long[] counters = newCounters();
			counters[FairShare.UNOWNED_CPU] = unowned;
			this.ledger.count(counters);
		}
	}

	private long[] newCounters() {
		long[] counters = new long[FairShare.FIRST_COLUMN + this.columns.length];
		Arrays.fill(counters, InvocationLedger.UNKNOWN);
		return counters;
	}

	private long unownedCpu(Reading reading) {
		long user = reading.value(Column.CPU_USER);
		long system = reading.value(Column.CPU_SYSTEM);
		if (!this.cpu || user == Column.ABSENT || system == Column.ABSENT) {
			return InvocationLedger.UNKNOWN;
		}
		long from = this.instruments.nanoTime().getAsLong();
		if (this.begun && from - this.nextNanos < 0) {
			return InvocationLedger.UNKNOWN;
		}
		long cpuFrom = this.threads.cpuNanos();
		for (ActiveInvocation each : this.active.oldest(Integer.MAX_VALUE)) {
			each.settleThreads();
		}
		this.threads.settleLate();
		long owned = this.active.ownCpu() + this.threads.outsideCpu();
		long to = this.instruments.nanoTime().getAsLong();
		// Among many threads the time tells when this one had its turn again.
		long cost = (cpuFrom != ThreadClocks.UNKNOWN) ? this.threads.cpuNanos() - cpuFrom : to - from;
		this.nextNanos = to + Math.max(SHORTEST_PAUSE_NANOS, COST_FACTOR * cost);
		long difference = user + system - owned;
		this.unowned = this.begun ? Math.max(this.unowned, difference) : difference;
		this.begun = true;
		return this.unowned;
	}

}
