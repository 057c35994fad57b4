package io.github.resourcemonitor.servicecall;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service calls that requests are part of, and starts new ones.
 */
public interface CallContext {

	/**
	 * Return the service call that a request is part of.
	 * @param context what the request is sent for; {@code null} for what the calling
	 * thread works for
	 * @return the call, {@code null} if there is none
	 */
	@Nullable ServiceCall callAround(@Nullable Invocation context);

	/**
	 * Start a service call.
	 * @param operation what is called
	 * @param context what it is made for; {@code null} for what the calling thread works
	 * for
	 * @return the call
	 */
	ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context);

	/**
	 * Return where failures are recorded.
	 * @return the failures
	 */
	Failures failures();

}
