package io.github.resourcemonitor.record;

import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation of a service.
 *
 * @param service the name of the service
 * @param operation the name of the operation
 * @param direction which way the payload went
 * @param count the calls that ended
 * @param errors those of them that failed
 * @param bytes the payload of those whose size is known, and of open ones so far;
 * {@code null} if that is none
 * @param unmeasured the calls with a direction that succeeded and whose size is not known
 * @param open the calls that had not ended when this was taken
 * @param durationNanos the duration of all calls in nanoseconds; {@code null} if none was
 * timed
 * @param maxNanos the longest in nanoseconds; {@code null} if none was timed
 * @param requests what was sent for them; {@code null} if no instrumented client sent
 * anything
 */
public record ServiceCallUsage(String service, String operation, CallDirection direction, long count, long errors,
		@Nullable Long bytes, long unmeasured, long open, @Nullable Long durationNanos, @Nullable Long maxNanos,
		@Nullable Requests requests) {

	/**
	 * Create the usage of calls whose requests nobody saw.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction which way the payload went
	 * @param count the calls that ended
	 * @param errors those of them that failed
	 * @param bytes their payload
	 * @param unmeasured the calls whose size is not known
	 * @param open the calls that had not ended
	 * @param durationNanos the duration of all calls in nanoseconds
	 * @param maxNanos the longest in nanoseconds
	 */
	public ServiceCallUsage(String service, String operation, CallDirection direction, long count, long errors,
			@Nullable Long bytes, long unmeasured, long open, @Nullable Long durationNanos, @Nullable Long maxNanos) {
		this(service, operation, direction, count, errors, bytes, unmeasured, open, durationNanos, maxNanos, null);
	}

	/**
	 * The requests that instrumented clients sent for calls.
	 *
	 * @param attempts the requests, those that failed included
	 * @param retries the requests that followed a failed one of the same call
	 * @param sentBytes the bodies of the requests as they crossed the connection:
	 * compressed, and repeated, as they were, without headers
	 * @param receivedBytes the bodies of the answers, likewise
	 * @param statuses how many requests were answered with which HTTP status or gRPC
	 * code, or ended with which exception, by its simple class name
	 */
	public record Requests(long attempts, long retries, long sentBytes, long receivedBytes,
			Map<String, Long> statuses) {

	}

}
