package io.github.resourcemonitor.invocation;

import java.util.function.Supplier;

import io.github.resourcemonitor.ServiceCallScope;
import org.jspecify.annotations.Nullable;

/**
 * A kind of results that do the work when they are used, each time anew. Each use of such
 * a result of a handler is an invocation, and the call that returns it is none; each use
 * of such a result of a service call is a call of the service.
 */
public interface ColdPublishers {

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
	 * Call a method that calls a service when its result is used.
	 * @param start begins a call of the service, on the thread that uses the result
	 * @param measured whether the elements of the result are its payload
	 * @param call the call of the method, of a declared type that this supports
	 * @return what is to be returned instead of the result of the call
	 * @throws Throwable what the call throws; it is a call of the service that failed
	 */
	@Nullable Object serviceCall(Supplier<ServiceCallScope> start, boolean measured, Call call) throws Throwable;

	/**
	 * A call of a method.
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
