package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * What the scopes of all threads have in common: the stack that they are taken off, and
 * the clocks and estimates that they are charged by. No method throws.
 */
interface ScopeOwner {

	/**
	 * Take a scope off the stack of the calling thread, with those above it. Does nothing
	 * if it is on the stack of another thread, or on none any more.
	 * @param scope the scope
	 */
	void close(ThreadWork scope);

	/**
	 * Return the clocks of threads.
	 * @return the clocks
	 */
	GuardedThreadClocks clocks();

	/**
	 * Start to estimate what the calling thread uses, if it is a virtual one.
	 * @param work its work
	 * @return what to end the estimate with, {@code null} if there is none
	 */
	InvocationLedger.@Nullable Mark startEstimate(ThreadWork work);

	/**
	 * End an estimate.
	 * @param work the work of the calling thread
	 * @param started what its start returned
	 */
	void endEstimate(ThreadWork work, InvocationLedger.Mark started);

}
