package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.Nullable;

/**
 * Listener for a counted stream or channel. Thread-safe. No method throws.
 */
public interface PayloadFlow {

	/**
	 * Called before a thread uses the stream or channel: requests that clients send until
	 * {@link #leave} are part of the call.
	 * @return the value to pass to {@link #leave}
	 */
	default @Nullable Object enter() {
		return null;
	}

	/**
	 * Called after the thread has used the stream or channel.
	 * @param entered the value that {@link #enter} returned
	 */
	default void leave(@Nullable Object entered) {
	}

	/**
	 * Use the stream or channel on the calling thread.
	 * @param <E> the type of the exceptions
	 * @param use what to do with it
	 * @return the result
	 * @throws E the exception of the stream or channel, after {@link #failed} was called
	 */
	default <E extends Exception> long use(Use<E> use) throws E {
		Object entered = enter();
		try {
			return use.run();
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
		finally {
			leave(entered);
		}
	}

	/**
	 * Called when bytes were transferred.
	 * @param bytes the number of bytes; negative to subtract bytes that are going to be
	 * read again
	 */
	void transferred(long bytes);

	/**
	 * Called when the stream or channel has thrown an exception.
	 * @param ex the exception
	 */
	void failed(Throwable ex);

	/**
	 * Called once when the stream or channel is exhausted or closed.
	 */
	void ended();

	/**
	 * One use of a stream or channel.
	 *
	 * @param <E> the type of the exceptions
	 */
	@FunctionalInterface
	interface Use<E extends Exception> {

		/**
		 * Use it.
		 * @return what the stream or channel returns, 0 if it returns nothing
		 * @throws E what the stream or channel throws
		 */
		long run() throws E;

	}

}
