package io.github.resourcemonitor.sampling;

import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Ring buffer of the latest samples, with a fixed number of rows.
 * <p>
 * One thread writes, and any thread may read without a lock: it copies a row and then
 * checks whether the writer has overwritten it in the meantime.
 *
 * <pre class="code">
 * for (long tick = from; tick &lt; ring.position(); tick++) {
 * 	if (ring.copy(tick, row)) { ... } // else it was overwritten
 * }
 * </pre>
 */
final class SampleRing {

	/**
	 * Index of the time of the sample in a copied row.
	 */
	static final int TIME = Column.COUNT;

	static final int ROW_LENGTH = Column.COUNT + 1;

	private final long[][] rows;

	private final @Nullable ThreadTimes[] threads;

	private volatile long claimed;

	private volatile long published;

	SampleRing(int capacity) {
		this.rows = new long[capacity][ROW_LENGTH];
		this.threads = new ThreadTimes[capacity];
	}

	int capacity() {
		return this.rows.length;
	}

	/**
	 * Return the number of samples written so far, which is also the number of the next
	 * one.
	 * @return the position
	 */
	long position() {
		return this.published;
	}

	void append(long nanoTime, long[] row, @Nullable ThreadTimes threadTimes) {
		long tick = this.published;
		int slot = slot(tick);
		this.claimed = tick + 1;
		// A reader that sees part of the new row must also see the claim.
		VarHandle.storeStoreFence();
		long[] target = this.rows[slot];
		System.arraycopy(row, 0, target, 0, Column.COUNT);
		target[TIME] = nanoTime;
		this.threads[slot] = threadTimes;
		this.published = tick + 1;
	}

	/**
	 * Copy a row.
	 * @param tick the number of the sample, below {@link #position()}
	 * @param into the target, of length {@link #ROW_LENGTH}
	 * @return {@code false} if it has been overwritten
	 */
	boolean copy(long tick, long[] into) {
		System.arraycopy(this.rows[slot(tick)], 0, into, 0, ROW_LENGTH);
		VarHandle.loadLoadFence();
		return isIntact(tick);
	}

	/**
	 * Return the threads of a sample.
	 * @param tick the number of the sample
	 * @return the threads, or {@code null} if the sample did not read them or has been
	 * overwritten
	 */
	@Nullable ThreadTimes threads(long tick) {
		ThreadTimes result = this.threads[slot(tick)];
		VarHandle.loadLoadFence();
		return isIntact(tick) ? result : null;
	}

	private boolean isIntact(long tick) {
		return this.claimed <= tick + this.rows.length;
	}

	private int slot(long tick) {
		return (int) (tick % this.rows.length);
	}

}
