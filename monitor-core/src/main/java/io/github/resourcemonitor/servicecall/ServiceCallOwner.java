package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.Nullable;

/**
 * Owner of service calls: an invocation, which may be nested in another one.
 */
public interface ServiceCallOwner {

	/**
	 * Return the table of its calls.
	 * @return the table
	 */
	ServiceCallTable serviceCalls();

	/**
	 * Return the enclosing owner, whose table also includes these calls.
	 * @return the owner, {@code null} if there is none
	 */
	@Nullable ServiceCallOwner parent();

}
