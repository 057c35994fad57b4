package io.github.resourcemonitor.invocation;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ServiceCallScope;
import org.jspecify.annotations.Nullable;

/**
 * Support for results that do the work on each subscription, such as cold publishers.
 * Each subscription to the result of a handler is an invocation, while the method call
 * that returns the result is not; likewise, each subscription to the result of a service
 * call method is a service call.
 */
public interface ColdPublishers {

	/**
	 * Return whether results of a declared type can be replaced by results that start
	 * invocations.
	 * @param declared the declared return type of a handler
	 * @return whether they can
	 */
	boolean supports(Class<?> declared);

	/**
	 * Call a handler.
	 * @param start starts an invocation of the handler on the subscribing thread
	 * @param call the method call, of a declared type that this supports
	 * @return the result to return instead of that of the call
	 * @throws Throwable the exception of the call, which is recorded as a failed
	 * invocation
	 */
	@Nullable Object call(Function<Invocations, @Nullable InvocationScope> start, Call call) throws Throwable;

	/**
	 * Call a method that calls a service on each subscription to its result.
	 * @param start starts a service call on the subscribing thread
	 * @param measured whether the elements of the result are the payload
	 * @param call the method call, of a declared type that this supports
	 * @return the result to return instead of that of the call
	 * @throws Throwable the exception of the call, which is recorded as a failed service
	 * call
	 */
	@Nullable Object serviceCall(Supplier<ServiceCallScope> start, boolean measured, Call call) throws Throwable;

	/**
	 * An intercepted method call.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Proceed with the call.
		 * @return its result
		 * @throws Throwable its exception
		 */
		@Nullable Object proceed() throws Throwable;

	}

}
