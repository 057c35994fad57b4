package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Is told of invocations. Beans of this type are called in their order, on the thread
 * that starts or ends the invocation, so they must be fast and safe for use by several
 * threads. What they throw is recorded as a failure of the monitor and goes no further.
 */
public interface InvocationListener {

	/**
	 * An invocation starts.
	 * @param invocation the invocation
	 */
	default void onStart(Invocation invocation) {
	}

	/**
	 * An invocation has ended; its record is already in the repository.
	 * @param record its record
	 */
	default void onEnd(InvocationRecord record) {
	}

}
