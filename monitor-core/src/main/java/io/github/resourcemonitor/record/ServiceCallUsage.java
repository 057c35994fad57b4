package io.github.resourcemonitor.record;

import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one operation of a cloud service.
 *
 * @param service the name of the service
 * @param operation the name of the operation
 * @param direction the direction of the payload
 * @param count the number of calls that have ended
 * @param errors the number of those calls that failed
 * @param bytes the payload of all calls of known size in bytes, including open calls so
 * far; {@code null} if no size is known
 * @param unmeasured the number of successful calls with a direction whose size is unknown
 * @param open the number of calls that had not ended when this snapshot was taken
 * @param durationNanos the total duration of all calls in nanoseconds; {@code null} if
 * none was timed
 * @param maxNanos the maximum duration in nanoseconds; {@code null} if none was timed
 * @param requests the requests sent for the calls; {@code null} if no instrumented client
 * sent any
 */
public record ServiceCallUsage(String service, String operation, CallDirection direction, long count, long errors,
		@Nullable Long bytes, long unmeasured, long open, @Nullable Long durationNanos, @Nullable Long maxNanos,
		@Nullable Requests requests) {

	/**
	 * Create the usage of calls without observed requests.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction the direction of the payload
	 * @param count the number of calls that have ended
	 * @param errors the number of those calls that failed
	 * @param bytes their payload in bytes
	 * @param unmeasured the number of calls whose size is unknown
	 * @param open the number of calls that had not ended
	 * @param durationNanos the total duration of all calls in nanoseconds
	 * @param maxNanos the maximum duration in nanoseconds
	 */
	public ServiceCallUsage(String service, String operation, CallDirection direction, long count, long errors,
			@Nullable Long bytes, long unmeasured, long open, @Nullable Long durationNanos, @Nullable Long maxNanos) {
		this(service, operation, direction, count, errors, bytes, unmeasured, open, durationNanos, maxNanos, null);
	}

	/**
	 * Requests that instrumented clients sent for the calls.
	 *
	 * @param attempts the number of requests, including failed ones
	 * @param retries the number of requests that followed a failed one of the same call
	 * @param sentBytes the size of the request bodies on the wire in bytes: after
	 * compression, including retries, without headers
	 * @param receivedBytes the size of the response bodies on the wire in bytes, likewise
	 * @param statuses the number of requests by HTTP status or gRPC code, or, without a
	 * response, by simple class name of the exception, {@code timeout} or
	 * {@code cancelled}
	 */
	public record Requests(long attempts, long retries, long sentBytes, long receivedBytes,
			Map<String, Long> statuses) {

	}

}
