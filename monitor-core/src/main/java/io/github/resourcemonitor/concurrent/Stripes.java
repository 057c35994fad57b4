package io.github.resourcemonitor.concurrent;

/**
 * Spreads threads over a fixed number of stripes, so that threads that run at the same
 * time seldom change the same data.
 */
public final class Stripes {

	private static final int MAX_COUNT = 64;

	/**
	 * The number of stripes, a power of two: several for each processor, so that two
	 * running threads rarely share one.
	 */
	public static final int COUNT = Math.min(MAX_COUNT,
			4 * Integer.highestOneBit(2 * Math.max(1, Runtime.getRuntime().availableProcessors()) - 1));

	private Stripes() {
	}

	/**
	 * Return the stripe of the calling thread, always the same.
	 * @return a number from 0 to {@link #COUNT} - 1
	 */
	@SuppressWarnings("deprecation")
	public static int current() {
		// Thread.threadId() came with Java 19.
		return (int) Thread.currentThread().getId() & COUNT - 1;
	}

}
