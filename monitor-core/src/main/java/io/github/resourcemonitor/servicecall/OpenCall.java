package io.github.resourcemonitor.servicecall;

/**
 * A call as a table knows it while it is open.
 */
abstract class OpenCall {

	/**
	 * Add to the tables what they do not contain yet. Must not be called while a table is
	 * locked.
	 */
	abstract void post();

	/**
	 * A table asks, because it is read or closed: end if the result is there, and add to
	 * the tables. Must not be called while a table is locked.
	 */
	void asked() {
		post();
	}

}
