package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.Nullable;

/**
 * A kind of results that do the work when they are used, each time anew. Each use of such
 * a result is an invocation, and the call that returns it is none.
 */
public interface LazyResults {

	/**
	 * Return whether what is declared to be of a type can be replaced by a result that
	 * makes invocations.
	 * @param declared what a handler is declared to return
	 * @return whether it can
	 */
	boolean supports(Class<?> declared);

	/**
	 * Call a handler.
	 * @param handler the name of the handler
	 * @param call the call, of a declared type that this supports
	 * @return what is to be returned instead of the result of the call
	 * @throws Throwable what the call throws; it is an invocation that failed
	 */
	@Nullable Object call(String handler, Call call) throws Throwable;

	/**
	 * A call of a handler.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Go on with the call.
		 * @return its result
		 * @throws Throwable what it throws
		 */
		@Nullable Object proceed() throws Throwable;

	}

}
