package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Listener for the start and end of invocations. Beans of this type are called in their
 * order, on the thread that starts or ends the invocation. Implementations must be fast
 * and thread-safe. An exception is recorded as a failure of the monitor and not
 * propagated.
 */
public interface InvocationListener {

	/**
	 * Called when an invocation starts.
	 * @param invocation the invocation
	 */
	default void onStart(Invocation invocation) {
	}

	/**
	 * Called when an invocation has ended and its record is in the repository.
	 * @param record the record
	 */
	default void onEnd(InvocationRecord record) {
	}

}
