package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.record.HandledRequest;

/**
 * Knows what an invocation answers: when it starts, neither the route nor the status are
 * known. Called on any thread, at any time, and a last time when the invocation ends.
 */
@FunctionalInterface
public interface RequestDetails {

	/**
	 * Return what is known of the request so far.
	 * @return the request
	 */
	HandledRequest request();

}
