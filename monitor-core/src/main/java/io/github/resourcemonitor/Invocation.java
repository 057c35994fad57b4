package io.github.resourcemonitor;

import java.time.Instant;

/**
 * A running invocation. Thread-safe.
 */
public interface Invocation {

	/**
	 * Return the unique id, which is also the id of the record at the {@code invocations}
	 * endpoint.
	 * @return the id
	 */
	String id();

	/**
	 * Return the name of the handler.
	 * @return the name
	 */
	String handler();

	/**
	 * Return the start of the invocation.
	 * @return the start time, by the wall clock
	 */
	Instant start();

}
