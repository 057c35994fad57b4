package io.github.resourcemonitor.benchmarks.truth;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The work of one invocation, in pieces of different sizes that any thread may do, and
 * what is known of it.
 */
final class Job {

	/**
	 * The parts of the pieces, in percent.
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
	 * @param number its number, which decides how many bytes it sends
	 * @param heavy whether it allocates and sends much
	 * @param nanos the CPU time to use, in nanoseconds
	 * @param start done at the start of the invocation
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
	 * The invocation has started.
	 * @param id its id
	 */
	void started(String id) {
		if (this.id != null) {
			throw new IllegalStateException("Job " + this.number + " was done twice");
		}
		this.id = id;
		this.start.run();
	}

	@Nullable String id() {
		return this.id;
	}

	/**
	 * Return the CPU time that a piece has to use, in nanoseconds.
	 */
	long nanos(int piece) {
		return this.nanos * PARTS[piece] / 100;
	}

	/**
	 * Return how many arrays a piece has to allocate.
	 */
	int arrays(int piece) {
		return ARRAYS[this.heavy ? 1 : 0] * PARTS[piece] / 100;
	}

	/**
	 * Return how many bytes a piece has to send. No two jobs of a kind send the same.
	 */
	int bytes(int piece) {
		return BYTES[this.heavy ? 1 : 0] * PARTS[piece] / 100 + ((piece == 0) ? this.number : 0);
	}

	/**
	 * Note CPU time that was used.
	 */
	void metered(long nanos) {
		this.metered.addAndGet(nanos);
	}

	/**
	 * Note an array that was allocated.
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
