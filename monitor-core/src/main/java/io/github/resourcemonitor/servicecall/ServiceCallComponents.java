package io.github.resourcemonitor.servicecall;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;

/**
 * What service calls are measured with.
 *
 * @param nanoTime the monotonic clock
 * @param sizers measure payloads
 * @param outside the service calls that are in no record
 * @param threadSeen called where the thread may block: at the start and the end of a call
 * @param failures where failures are recorded
 */
public record ServiceCallComponents(LongSupplier nanoTime, PayloadSizers sizers, OutsideServiceCalls outside,
		Runnable threadSeen, Failures failures) {

}
