package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Reads the process at the start and end (the edges) of invocations.
 * <p>
 * A reading is shared by all invocations that start or end within 1 ms after it. All
 * readings together are limited by a CPU budget, based on their measured cost. Unused
 * budget accumulates for a few readings; when the budget is exhausted, a reading is
 * shared for up to 10 ms. As a consequence, a short invocation may have the same reading
 * at its start and its end, in which case the usage of the process in between is unknown.
 * <p>
 * Thread-safe. While a reading is in progress, which takes some microseconds, other
 * threads share the previous one if that is recent, or else wait. They never wait for the
 * sampler, which has its own readers.
 */
public final class EdgeReader implements Closeable {

	private static final long SHARED_NANOS = 1_000_000;

	private static final long MAX_SHARED_NANOS = 10_000_000;

	private static final int MAX_UNUSED_READINGS = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final ResourceSource source;

	private final Failures failures;

	/**
	 * The sums of the counters, which continue when the readers are opened again.
	 */
	private final MonotonicCounters sums = new MonotonicCounters();

	/**
	 * The readers, {@code null} while this is closed. Written under the lock.
	 */
	private volatile @Nullable ReaderSet readers;

	private final LongSupplier nanoTime;

	/**
	 * Ratio of the time for which a reading uses up the budget to its cost.
	 */
	private final double costFactor;

	private volatile @Nullable Reading last;

	/**
	 * The time until which the readings so far have used up the budget, and how far that
	 * may be ahead of the current time. Written under the lock, like the following
	 * fields.
	 */
	private volatile long budgetUsedUntil;

	private volatile long maxAheadNanos;

	private volatile long cost = Long.MAX_VALUE;

	private volatile long readings;

	/**
	 * Create a new reader.
	 * @param source what to read
	 * @param cpuBudget the CPU time that readings may use, as a fraction of one core
	 * @param nanoTime the monotonic clock
	 * @param failures where failing readers are recorded
	 */
	public EdgeReader(ResourceSource source, double cpuBudget, LongSupplier nanoTime, Failures failures) {
		this.source = source;
		this.failures = failures;
		this.readers = ReaderSet.open(source, this.sums, failures);
		this.costFactor = 1 / cpuBudget;
		this.nanoTime = nanoTime;
		this.budgetUsedUntil = nanoTime.getAsLong();
	}

	/**
	 * Read the process at the start or end of an invocation.
	 * @param start the reading at the start, which is shared at the end only if there is
	 * no budget for another one; {@code null} at the start itself
	 * @param now the time by the monotonic clock
	 * @return the reading, {@code null} if this is closed
	 */
	public @Nullable Reading read(@Nullable Reading start, long now) {
		if (this.readers == null) {
			return null;
		}
		Reading recent = recent(start, now);
		if (recent != null) {
			return recent;
		}
		if (!this.lock.tryLock()) {
			Reading previous = previous(start, now);
			if (previous != null) {
				return previous;
			}
			this.lock.lock();
		}
		try {
			long from = this.nanoTime.getAsLong();
			ReaderSet open = this.readers;
			recent = recent(start, from);
			return (recent != null || open == null) ? recent : readNow(open, from);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Reading recent(@Nullable Reading start, long now) {
		Reading reading = this.last;
		if (reading == null) {
			return null;
		}
		long age = now - reading.nanoTime();
		if (age >= MAX_SHARED_NANOS) {
			return null;
		}
		boolean fresh = age < SHARED_NANOS && reading != start;
		boolean exhausted = this.budgetUsedUntil - now > this.maxAheadNanos;
		// The budget may have been used by a concurrent reading, which must then be
		// shared instead.
		return (fresh || (exhausted && reading == this.last)) ? reading : null;
	}

	/**
	 * Return the reading to use while another thread takes a new one, {@code null} if it
	 * is worth waiting for that. The operating system may preempt that thread, and all
	 * others would then wait for it.
	 */
	private @Nullable Reading previous(@Nullable Reading start, long now) {
		Reading reading = this.last;
		boolean recent = reading != null && now - reading.nanoTime() < MAX_SHARED_NANOS;
		return (recent && reading != start) ? reading : null;
	}

	private Reading readNow(ReaderSet open, long from) {
		long usedBefore = this.budgetUsedUntil;
		if (this.readings > 0) {
			// In advance, so that threads for which there is then no budget left do not
			// wait.
			long period = (long) (this.cost * this.costFactor);
			this.budgetUsedUntil = from + ahead(usedBefore, from) + period;
		}
		long[] row = ReaderSet.blankRow();
		open.readEdge(row);
		Reading reading = new Reading(from, row);
		long took = this.nanoTime.getAsLong() - from;
		this.last = reading;
		chargeBudget(usedBefore, from, took);
		return reading;
	}

	private long ahead(long usedUntil, long from) {
		return Math.max(0, Math.min(usedUntil - from, this.maxAheadNanos));
	}

	private void chargeBudget(long usedBefore, long from, long took) {
		long known = this.cost;
		// Preemption and cold code distort a single measurement, so the cost rises
		// slowly.
		long estimate = (took <= known) ? took : known + (Math.min(took, 2 * known) - known) / 16;
		long period = (long) (estimate * this.costFactor);
		this.cost = estimate;
		this.maxAheadNanos = period * MAX_UNUSED_READINGS;
		// Reset the budget when the cost drops: what cold code used is not held against
		// it.
		long used = (took < known / 2) ? 0 : ahead(usedBefore, from);
		this.budgetUsedUntil = from + used + period;
		this.readings++;
	}

	/**
	 * Return the cost of a reading, as measured recently.
	 * @return the time in nanoseconds; 0 if nothing was read so far
	 */
	public long costNanos() {
		return (this.readings > 0) ? this.cost : 0;
	}

	/**
	 * Return the number of readings, which is less than the number of starts and ends
	 * because readings are shared.
	 * @return the number
	 */
	public long readings() {
		return this.readings;
	}

	/**
	 * Read all sources now, including the slow ones, which takes milliseconds. For
	 * interactive use, not for invocations.
	 * @return the reading, without any value if this is closed
	 */
	public Reading readAll() {
		this.lock.lock();
		try {
			ReaderSet open = this.readers;
			long now = this.nanoTime.getAsLong();
			long[] row = ReaderSet.blankRow();
			if (open != null) {
				open.readFast(row);
				open.readSlow(row);
			}
			return new Reading(now, row);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Open the files again after {@link #close()}. Counters continue where they were:
	 * what the process used in between is not part of any difference, because it may be
	 * another process that was restored from a checkpoint. Does nothing if this is open.
	 */
	public void reopen() {
		this.lock.lock();
		try {
			if (this.readers == null) {
				this.sums.replaceAll();
				this.last = null;
				this.budgetUsedUntil = this.nanoTime.getAsLong();
				this.readers = ReaderSet.open(this.source, this.sums, this.failures);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close all files. Until they are {@linkplain #reopen() opened again}, there are no
	 * readings.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			ReaderSet open = this.readers;
			this.readers = null;
			if (open != null) {
				open.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
