package io.github.resourcemonitor.servicecall;

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
 * @param bytes the payload of those whose size is known; {@code null} if that is none
 * @param unmeasured the calls with a direction that succeeded and whose size is not known
 * @param open the calls that had not ended when this was taken
 * @param durationNanos the duration of all calls in nanoseconds; {@code null} if none was
 * timed
 * @param maxNanos the longest in nanoseconds; {@code null} if none was timed
 */
public record ServiceCallUsage(String service, String operation, CallDirection direction, long count, long errors,
		@Nullable Long bytes, long unmeasured, long open, @Nullable Long durationNanos, @Nullable Long maxNanos) {

}
