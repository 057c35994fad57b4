package io.github.resourcemonitor.benchmarks.virtual;

import java.util.concurrent.locks.LockSupport;

/**
 * What a task does: it burns CPU and allocates, a known amount of both, in pieces between
 * which it may block. A heavy task does ten times as much as a light one.
 */
final class Work {

	private static final int HEAVY = 10;

	private static final int PIECES = 4;

	private static final int ARRAYS = 40;

	private static final int ARRAY_LENGTH = 10_000;

	/**
	 * With its header, a multiple of 8.
	 */
	private static final int ARRAY_BYTES = ARRAY_LENGTH + 16;

	/**
	 * Somebody has to look at the results, or the JVM need not make them.
	 */
	private volatile Object kept = "";

	private final Carriers carriers;

	/**
	 * Turns of the loop for each array.
	 */
	private final long loops;

	/**
	 * Find out how much a light task has to do.
	 * @param carriers the clocks
	 * @param cpuNanos the CPU time of a light task
	 */
	Work(Carriers carriers, long cpuNanos) {
		this.carriers = carriers;
		long id = Thread.currentThread().getId();
		long loops = 2_000;
		long used = 0;
		// The JVM compiles meanwhile, and the last time counts.
		for (int i = 0; i < 60; i++) {
			long before = carriers.cpu(id);
			burn(loops, ARRAYS);
			used = carriers.cpu(id) - before;
			loops = Math.max(1, loops * cpuNanos / Math.max(1, used));
		}
		this.loops = loops;
	}

	/**
	 * Do it, on the thread of the stay.
	 * @param stay is told what was really used
	 * @param estimate is told of the start, the end and the pauses
	 * @param pauses whether to block in between
	 * @param seed decides how long
	 */
	void run(Stay stay, Estimate estimate, boolean pauses, int seed) {
		estimate.run(stay, () -> {
			for (int piece = 0; piece < PIECES; piece++) {
				if (pauses) {
					// 1 to 9 ms, so that they do not go in step.
					long nanos = (1 + (seed * 31L + piece * 17L) % 9) * 1_000_000;
					estimate.block(stay, () -> LockSupport.parkNanos(nanos));
				}
				piece(stay);
			}
		});
	}

	private void piece(Stay stay) {
		int times = stay.heavy ? HEAVY : 1;
		// A piece never blocks, so all that its carrier uses meanwhile is its own.
		long id = this.carriers.current();
		long cpu = this.carriers.cpu(id);
		burn(this.loops, ARRAYS * times / PIECES);
		stay.trueCpu += this.carriers.cpu(id) - cpu;
		stay.trueBytes += (long) ARRAYS * times / PIECES * ARRAY_BYTES;
		if (this.carriers.current() != id) {
			throw new IllegalStateException("It was taken off its carrier while it computed");
		}
	}

	private void burn(long loops, int arrays) {
		long x = loops;
		for (int i = 0; i < arrays; i++) {
			for (long j = 0; j < loops; j++) {
				x = x * 31 + j;
			}
			byte[] array = new byte[ARRAY_LENGTH];
			array[0] = (byte) x;
			this.kept = array;
		}
	}

}
