package io.github.resourcemonitor.servicecall;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Context of requests: finds the service call that a request is part of, and starts new
 * service calls.
 */
public interface CallContext {

	/**
	 * Return the service call that a request is part of.
	 * @param context the captured context of the request; {@code null} for that of the
	 * calling thread
	 * @return the call, {@code null} if there is none
	 */
	@Nullable ServiceCall currentCall(@Nullable Invocation context);

	/**
	 * Start a service call.
	 * @param operation the operation that is called
	 * @param context the captured context of the call; {@code null} for that of the
	 * calling thread
	 * @return the call
	 */
	ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context);

	/**
	 * Return the record of failures.
	 * @return the failures
	 */
	Failures failures();

}
