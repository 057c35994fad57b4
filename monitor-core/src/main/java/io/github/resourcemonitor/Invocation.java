package io.github.resourcemonitor;

import java.time.Instant;

/**
 * An invocation that is running. Safe for use by any thread.
 */
public interface Invocation {

	/**
	 * Return the unique id, under which the record will be found at the
	 * {@code invocations} endpoint.
	 * @return the id
	 */
	String id();

	/**
	 * Return the name of the handler.
	 * @return the name
	 */
	String handler();

	/**
	 * Return when the invocation started.
	 * @return the start, by the wall clock
	 */
	Instant start();

}
