package io.github.resourcemonitor.invocation;

/**
 * Ends invocations whose result goes on after it is returned, for one kind of results.
 * Asked on the thread that returns the result, which still works for the invocation.
 */
public interface AsyncEndStrategy {

	/**
	 * Take over an invocation, if this knows its result and will learn of its end.
	 * @param invocation the invocation
	 * @param result the result
	 * @return whether this will {@linkplain OngoingInvocation#end end} the invocation; if
	 * not it ends now
	 */
	boolean follow(OngoingInvocation invocation, Object result);

}
