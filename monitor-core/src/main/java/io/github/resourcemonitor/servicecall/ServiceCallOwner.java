package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.Nullable;

/**
 * What service calls are made for: an invocation, which may be part of another one.
 */
public interface ServiceCallOwner {

	/**
	 * Return the table that has its calls.
	 * @return the table
	 */
	ServiceCallTable serviceCalls();

	/**
	 * Return the owner around this one, which has its calls too.
	 * @return the owner, {@code null} if there is none
	 */
	@Nullable ServiceCallOwner parent();

}
