package io.github.resourcemonitor.test;

import java.util.Map;
import java.util.Objects;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the calls that an invocation made of one operation of a service.
 */
public final class ServiceCallAssert extends AbstractAssert<ServiceCallAssert, ServiceCallUsage> {

	private final String invocation;

	ServiceCallAssert(ServiceCallUsage actual, String invocation) {
		super(actual, ServiceCallAssert.class);
		this.invocation = invocation;
	}

	/**
	 * Verify the direction of the payload.
	 * @param direction the direction
	 * @return these assertions
	 */
	public ServiceCallAssert hasDirection(CallDirection direction) {
		return check(this.actual.direction() == direction, "the direction " + direction);
	}

	/**
	 * Verify the number of calls that have ended.
	 * @param count the number
	 * @return these assertions
	 */
	public ServiceCallAssert hasCount(long count) {
		return check(this.actual.count() == count, RecordText.count(count, "call"));
	}

	/**
	 * Verify the number of calls that failed.
	 * @param count the number
	 * @return these assertions
	 */
	public ServiceCallAssert hasErrors(long count) {
		return check(this.actual.errors() == count, RecordText.count(count, "error"));
	}

	/**
	 * Verify the payload of all calls.
	 * @param bytes the payload in bytes
	 * @return these assertions
	 */
	public ServiceCallAssert hasBytes(long bytes) {
		return check(Objects.equals(this.actual.bytes(), bytes) && this.actual.unmeasured() == 0,
				RecordText.count(bytes, "byte"));
	}

	/**
	 * Verify the number of requests that were sent for the calls.
	 * @param count the number, including failed ones
	 * @return these assertions
	 */
	public ServiceCallAssert hasAttempts(long count) {
		ServiceCallUsage.Requests requests = this.actual.requests();
		return check(requests != null && requests.attempts() == count, RecordText.count(count, "request"));
	}

	/**
	 * Verify the number of requests that followed a failed one of the same call.
	 * @param count the number
	 * @return these assertions
	 */
	public ServiceCallAssert hasRetries(long count) {
		ServiceCallUsage.Requests requests = this.actual.requests();
		return check(requests != null && requests.retries() == count, (count == 1) ? "1 retry" : count + " retries");
	}

	/**
	 * Verify the number of requests that got a status.
	 * @param status the HTTP status or gRPC code, or what stands for it in a record
	 * @param count the number
	 * @return these assertions
	 */
	public ServiceCallAssert hasStatus(String status, long count) {
		ServiceCallUsage.Requests requests = this.actual.requests();
		Map<String, Long> statuses = (requests != null) ? requests.statuses() : Map.of();
		return check(requests != null && statuses.getOrDefault(status, 0L) == count,
				RecordText.count(count, "request") + " with status " + status);
	}

	private ServiceCallAssert check(boolean fulfilled, String expected) {
		if (!fulfilled) {
			String requests = (this.actual.requests() == null)
					? System.lineSeparator() + "No instrumented client sent requests for it." : "";
			throw failure("%s", "Expected the calls of " + this.invocation + System.lineSeparator() + "to have "
					+ expected + System.lineSeparator() + "but found " + RecordText.call(this.actual) + requests);
		}
		return this;
	}

}
