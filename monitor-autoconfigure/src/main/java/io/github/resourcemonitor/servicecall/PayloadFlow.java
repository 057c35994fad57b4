package io.github.resourcemonitor.servicecall;

/**
 * Is told what flows through a counted stream or channel. Safe for use by any thread; no
 * method throws.
 */
public interface PayloadFlow {

	/**
	 * Some bytes came through.
	 * @param bytes how many; negative to take back what is about to be read again
	 */
	void transferred(long bytes);

	/**
	 * The stream or channel threw.
	 * @param ex what it threw
	 */
	void failed(Throwable ex);

	/**
	 * Nothing more will come: the stream was exhausted or closed. Called once.
	 */
	void ended();

}
