package io.github.resourcemonitor.metrics;

import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Makes the trace of a record current while its values are recorded, so that the
 * exemplars of a registry bear its ids: an asynchronous invocation may end where another
 * trace is current, or none.
 */
public interface RecordScopes {

	/**
	 * Scopes that change nothing.
	 */
	RecordScopes NONE = (record) -> Scope.NOOP;

	/**
	 * Make the trace of a record current on this thread.
	 * @param record the record
	 * @return the scope, to be closed on the same thread
	 */
	Scope open(InvocationRecord record);

	/**
	 * While it is open, the trace is current.
	 */
	interface Scope extends AutoCloseable {

		/**
		 * Scope that changes nothing.
		 */
		Scope NOOP = () -> {
		};

		@Override
		void close();

	}

}
