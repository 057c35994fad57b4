package io.github.resourcemonitor.share;

/**
 * The next update of the first counter, shared by all that start before it. Not
 * thread-safe.
 */
final class FirstUpdate {

	private boolean isOver;

	private long each;

	/**
	 * Keep the result of the update.
	 * @param each the running total per invocation
	 */
	void over(long each) {
		this.isOver = true;
		this.each = each;
	}

	/**
	 * Return what the update has added to the running total per invocation.
	 * @param before the running total before it
	 * @return the difference, 0 if there was no update yet
	 */
	long growthSince(long before) {
		return this.isOver ? this.each - before : 0;
	}

}
