package io.github.resourcemonitor.servicecall;

/**
 * Service calls that are not part of any record: those made outside any invocation, and
 * those that ended after the record of their invocation was written.
 */
public final class OutsideServiceCalls {

	private final ServiceCallTable withoutInvocation;

	private final ServiceCallTable late;

	/**
	 * Create new tables.
	 * @param capacity the number of operations that each table keeps separately
	 */
	public OutsideServiceCalls(int capacity) {
		this.withoutInvocation = new ServiceCallTable(capacity);
		this.late = new ServiceCallTable(capacity);
	}

	/**
	 * Return the calls that were made outside any invocation.
	 * @return the calls
	 */
	public ServiceCallTable withoutInvocation() {
		return this.withoutInvocation;
	}

	/**
	 * Return the calls that ended after their invocation.
	 * @return the calls
	 */
	public ServiceCallTable late() {
		return this.late;
	}

}
