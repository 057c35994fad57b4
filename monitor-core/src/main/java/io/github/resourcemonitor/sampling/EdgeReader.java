package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Reads the process where an invocation starts or ends.
 * <p>
 * A reading serves all invocations that start or end within a millisecond of it. Readings
 * as a whole stay inside a budget, by their own cost as measured: what is not used of it
 * is saved up for some readings, and when it is used up, a reading serves for up to 10
 * ms. So the edges of an invocation that is over sooner than the process may read again
 * can be one and the same reading; what the process used meanwhile is unknown then.
 * <p>
 * Safe for use by any thread. A thread waits for another edge that is being read, some
 * microseconds, and then shares it; it never waits for the sampler, which has readers of
 * its own.
 */
public final class EdgeReader implements Closeable {

	private static final long SHARED_NANOS = 1_000_000;

	private static final long LONGEST_SHARED_NANOS = 10_000_000;

	private static final int SAVED_READINGS = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean closed;

	private final ReaderSet readers;

	private final LongSupplier nanoTime;

	/**
	 * How much longer than it took a reading has to serve.
	 */
	private final double costFactor;

	private volatile @Nullable Reading last;

	/**
	 * Until when all readings so far have to serve, and how far ahead of the time that
	 * may be; the rest is written under the lock.
	 */
	private volatile long paidUntil;

	private volatile long ahead;

	private volatile long cost = Long.MAX_VALUE;

	private volatile long readings;

	/**
	 * Create a new reader.
	 * @param source what to read
	 * @param cpuBudget the CPU that readings may use, as a fraction of one core
	 * @param nanoTime the monotonic clock
	 * @param failures where failing readers are recorded
	 */
	public EdgeReader(ResourceSource source, double cpuBudget, LongSupplier nanoTime, Failures failures) {
		this.readers = new ReaderSet(source.open(), failures);
		this.costFactor = 1 / cpuBudget;
		this.nanoTime = nanoTime;
		this.paidUntil = nanoTime.getAsLong();
	}

	/**
	 * Read the edge of an invocation.
	 * @param start the reading at the other edge, which is shared only if there is no
	 * budget for another one; {@code null} at the start
	 * @param now the time by the monotonic clock
	 * @return the reading, {@code null} if this is closed
	 */
	public @Nullable Reading read(@Nullable Reading start, long now) {
		if (this.closed) {
			return null;
		}
		Reading recent = recent(start, now);
		if (recent != null) {
			return recent;
		}
		this.lock.lock();
		try {
			long from = this.nanoTime.getAsLong();
			recent = recent(start, from);
			return (recent != null || this.closed) ? recent : readAnew(from);
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
		if (age >= LONGEST_SHARED_NANOS) {
			return null;
		}
		boolean fresh = age < SHARED_NANOS && reading != start;
		boolean spent = this.paidUntil - now > this.ahead;
		// What is spent may be so for a reading that came meanwhile; it came first.
		return (fresh || (spent && reading == this.last)) ? reading : null;
	}

	private Reading readAnew(long from) {
		long[] row = this.readers.newRow();
		this.readers.readEdge(row);
		Reading reading = new Reading(from, row);
		long took = this.nanoTime.getAsLong() - from;
		this.last = reading;
		pay(from, took);
		return reading;
	}

	private void pay(long from, long took) {
		long known = this.cost;
		// A thread that lost its CPU meanwhile, or cold code, says little of the cost.
		long learnt = (took <= known) ? took : known + (Math.min(took, 2 * known) - known) / 16;
		long serves = (long) (learnt * this.costFactor);
		this.cost = learnt;
		this.ahead = serves * SAVED_READINGS;
		// What cold code took before is forgiven.
		long ahead = (took < known / 2) ? 0 : Math.max(0, Math.min(this.paidUntil - from, this.ahead));
		this.paidUntil = from + ahead + serves;
		this.readings++;
	}

	/**
	 * Return what a reading costs, as lately measured.
	 * @return the time in nanoseconds; 0 if nothing was read so far
	 */
	public long costNanos() {
		return (this.readings > 0) ? this.cost : 0;
	}

	/**
	 * Return how often edges were read; fewer than there were, because they are shared.
	 * @return the number
	 */
	public long readings() {
		return this.readings;
	}

	/**
	 * Read everything now, the slow sources too: milliseconds. For people who look, not
	 * for invocations.
	 * @return the reading
	 */
	public Reading readAll() {
		this.lock.lock();
		try {
			long[] row = this.readers.newRow();
			long now = this.nanoTime.getAsLong();
			this.readers.readFast(row);
			this.readers.readSlow(row);
			return new Reading(now, row);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.readers.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}
