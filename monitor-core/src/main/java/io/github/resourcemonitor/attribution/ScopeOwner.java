package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Owner of the scopes of all threads: removes them from their stack and provides the
 * clocks and estimates for charging. No method throws.
 */
interface ScopeOwner {

	/**
	 * Remove a scope and those above it from the stack of the calling thread. Does
	 * nothing if the scope belongs to another thread or was already removed.
	 * @param scope the scope
	 */
	void close(ThreadWork scope);

	/**
	 * Return the clocks of threads.
	 * @return the clocks
	 */
	GuardedThreadClocks clocks();

	/**
	 * Start to estimate the usage of the calling thread if it is virtual.
	 * @param work the work of the calling thread
	 * @return the mark to end the estimate with, {@code null} if there is none
	 */
	InvocationLedger.@Nullable Mark startEstimate(ThreadWork work);

	/**
	 * End an estimate.
	 * @param work the work of the calling thread
	 * @param started the mark that its start returned
	 */
	void endEstimate(ThreadWork work, InvocationLedger.Mark started);

}
