package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.Nullable;

/**
 * Is told what flows through a counted stream or channel. Safe for use by any thread; no
 * method throws.
 */
public interface PayloadFlow {

	/**
	 * The calling thread is about to use the stream or channel: requests that clients
	 * send meanwhile are part of the call.
	 * @return what to give back when it has done so
	 */
	default @Nullable Object enter() {
		return null;
	}

	/**
	 * The calling thread has used the stream or channel.
	 * @param entered what {@link #enter} returned
	 */
	default void leave(@Nullable Object entered) {
	}

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
