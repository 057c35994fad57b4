package io.github.resourcemonitor.benchmarks.truth;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The work of one invocation in pieces of different sizes, each for any thread, and its
 * actual usage. Thread-safe.
 */
final class Job {

	/**
	 * The sizes of the pieces in percent of the job.
	 */
	private static final int[] PARTS = { 40, 30, 20, 10 };

	static final int PIECES = PARTS.length;

	private static final int[] ARRAYS = { 400, 1600 };

	private static final int[] BYTES = { 20_000, 200_000 };

	private final int number;

	private final boolean heavy;

	private final long nanos;

	private final Runnable start;

	private final AtomicLong metered = new AtomicLong();

	private final AtomicLong allocated = new AtomicLong();

	private volatile @Nullable String id;

	/**
	 * Create a new job.
	 * @param number its number, which also determines how many bytes it sends
	 * @param heavy whether it allocates and sends more than a light job
	 * @param nanos the CPU time to use, in nanoseconds
	 * @param start run at the start of the invocation
	 */
	Job(int number, boolean heavy, long nanos, Runnable start) {
		this.number = number;
		this.heavy = heavy;
		this.nanos = nanos;
		this.start = start;
	}

	int number() {
		return this.number;
	}

	boolean heavy() {
		return this.heavy;
	}

	/**
	 * Record that the invocation has started.
	 * @param id the ID of the invocation
	 */
	void started(String id) {
		if (this.id != null) {
			throw new IllegalStateException("Job " + this.number + " ran twice");
		}
		this.id = id;
		this.start.run();
	}

	@Nullable String id() {
		return this.id;
	}

	/**
	 * Return the CPU time of a piece in nanoseconds.
	 */
	long nanos(int piece) {
		return this.nanos * PARTS[piece] / 100;
	}

	/**
	 * Return the number of arrays that a piece allocates.
	 */
	int arrays(int piece) {
		return ARRAYS[this.heavy ? 1 : 0] * PARTS[piece] / 100;
	}

	/**
	 * Return the number of bytes that a piece sends. It differs between jobs of a kind,
	 * so that a mix-up is noticed.
	 */
	int bytes(int piece) {
		return BYTES[this.heavy ? 1 : 0] * PARTS[piece] / 100 + ((piece == 0) ? this.number : 0);
	}

	/**
	 * Add measured CPU time.
	 */
	void metered(long nanos) {
		this.metered.addAndGet(nanos);
	}

	/**
	 * Add an allocated array.
	 */
	void allocated(byte[] array) {
		this.allocated.addAndGet(Work.sizeOf(array));
	}

	long metered() {
		return this.metered.get();
	}

	long allocated() {
		return this.allocated.get();
	}

}
