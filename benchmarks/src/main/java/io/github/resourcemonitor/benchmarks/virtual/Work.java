package io.github.resourcemonitor.benchmarks.virtual;

import java.util.concurrent.locks.LockSupport;

/**
 * The work of a task: uses a known amount of CPU time and allocation, in pieces between
 * which it may block. A heavy task does ten times as much as a light one.
 */
final class Work {

	private static final int HEAVY_FACTOR = 10;

	private static final int PIECES = 4;

	private static final int ARRAYS = 40;

	private static final int ARRAY_LENGTH = 10_000;

	/**
	 * Size on the heap including the header; already a multiple of 8.
	 */
	private static final int ARRAY_BYTES = ARRAY_LENGTH + 16;

	/**
	 * Keeps the JIT compiler from removing the allocation.
	 */
	private volatile Object kept = "";

	private final Carriers carriers;

	/**
	 * Iterations of the loop for each array.
	 */
	private final long loops;

	/**
	 * Create the work and calibrate its loop.
	 * @param carriers the thread clocks
	 * @param cpuNanos the CPU time of a light task in nanoseconds
	 */
	Work(Carriers carriers, long cpuNanos) {
		this.carriers = carriers;
		long id = Thread.currentThread().getId();
		long loops = 2_000;
		long used = 0;
		// The code is compiled meanwhile, so only the last iteration counts.
		for (int i = 0; i < 60; i++) {
			long before = carriers.cpu(id);
			burn(loops, ARRAYS);
			used = carriers.cpu(id) - before;
			loops = Math.max(1, loops * cpuNanos / Math.max(1, used));
		}
		this.loops = loops;
	}

	/**
	 * Run the work of a task on the calling thread.
	 * @param task receives the actual usage
	 * @param estimate is notified of the start, the end and the pauses
	 * @param pauses whether to block between pieces
	 * @param seed determines the lengths of the pauses
	 */
	void run(Task task, Estimate estimate, boolean pauses, int seed) {
		estimate.run(task, () -> {
			for (int piece = 0; piece < PIECES; piece++) {
				if (pauses) {
					// 1 to 9 ms, so that tasks do not run in lockstep.
					long nanos = (1 + (seed * 31L + piece * 17L) % 9) * 1_000_000;
					estimate.block(task, () -> LockSupport.parkNanos(nanos));
				}
				piece(task);
			}
		});
	}

	private void piece(Task task) {
		int times = task.heavy ? HEAVY_FACTOR : 1;
		// A piece never blocks, so the usage of its carrier is its own.
		long id = this.carriers.current();
		long cpu = this.carriers.cpu(id);
		burn(this.loops, ARRAYS * times / PIECES);
		task.actualCpu += this.carriers.cpu(id) - cpu;
		task.actualBytes += (long) ARRAYS * times / PIECES * ARRAY_BYTES;
		if (this.carriers.current() != id) {
			throw new IllegalStateException("The task was unmounted from its carrier while it computed");
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
