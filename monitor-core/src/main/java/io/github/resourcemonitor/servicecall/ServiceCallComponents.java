package io.github.resourcemonitor.servicecall;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;

/**
 * Collaborators of service calls.
 *
 * @param nanoTime the monotonic clock
 * @param sizers measure payloads
 * @param outside the service calls that are not part of any record
 * @param threadObserver called where the thread may block, at the start and end of a call
 * @param failures where failures are recorded
 */
public record ServiceCallComponents(LongSupplier nanoTime, PayloadSizers sizers, OutsideServiceCalls outside,
		Runnable threadObserver, Failures failures) {

}
