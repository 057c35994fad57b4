package io.github.resourcemonitor.invocation;

/**
 * Strategy to end invocations with an asynchronous result of one kind when that result
 * completes. Called on the thread that returns the result, which is still attached to the
 * invocation.
 */
public interface AsyncEndStrategy {

	/**
	 * Track the result of an invocation, if this strategy supports it and will be
	 * notified of its completion.
	 * @param invocation the invocation
	 * @param result the result
	 * @return whether this strategy will {@linkplain OngoingInvocation#end end} the
	 * invocation; otherwise it ends now
	 */
	boolean follow(OngoingInvocation invocation, Object result);

}
