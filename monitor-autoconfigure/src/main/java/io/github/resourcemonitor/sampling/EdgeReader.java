package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fast sources where an invocation starts or ends. A reading serves all
 * invocations that start or end within a millisecond of it, but never both edges of one:
 * the difference would be a made-up 0.
 * <p>
 * Safe for use by any thread. A thread waits for another edge that is being read, some
 * microseconds, and then shares it; it never waits for the sampler, which has readers of
 * its own.
 */
public final class EdgeReader implements Closeable {

	private static final long SHARED_NANOS = 1_000_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final ReaderSet readers;

	private final LongSupplier nanoTime;

	private volatile @Nullable Reading last;

	/**
	 * Create a new reader.
	 * @param source what to read
	 * @param nanoTime the monotonic clock
	 * @param failures where failing readers are recorded
	 */
	public EdgeReader(ResourceSource source, LongSupplier nanoTime, Failures failures) {
		this.readers = new ReaderSet(source.open(), failures);
		this.nanoTime = nanoTime;
	}

	/**
	 * Read the edge of an invocation.
	 * @param start the reading at the other edge, which is not shared; {@code null} at
	 * the start
	 * @return the reading, at most a millisecond old
	 */
	public Reading read(@Nullable Reading start) {
		Reading recent = recent(start);
		if (recent != null) {
			return recent;
		}
		this.lock.lock();
		try {
			recent = recent(start);
			if (recent != null) {
				return recent;
			}
			long[] row = this.readers.newRow();
			long now = this.nanoTime.getAsLong();
			this.readers.readFast(row);
			Reading reading = new Reading(now, row);
			this.last = reading;
			return reading;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Reading recent(@Nullable Reading start) {
		Reading reading = this.last;
		if (reading == null || reading == start) {
			return null;
		}
		return (this.nanoTime.getAsLong() - reading.nanoTime() < SHARED_NANOS) ? reading : null;
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
			this.readers.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}
