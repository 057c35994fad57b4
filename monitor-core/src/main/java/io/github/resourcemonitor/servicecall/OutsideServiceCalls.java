package io.github.resourcemonitor.servicecall;

/**
 * Service calls that are not part of any record.
 *
 * @param withoutInvocation the calls that were made outside any invocation
 * @param late the calls, or parts of calls, that came after the record of their
 * invocation was written
 */
public record OutsideServiceCalls(ServiceCallTable withoutInvocation, ServiceCallTable late) {

	/**
	 * Create new tables.
	 * @param capacity the number of operations that each table keeps separately
	 */
	public OutsideServiceCalls(int capacity) {
		this(new ServiceCallTable(capacity), new ServiceCallTable(capacity));
	}

}
