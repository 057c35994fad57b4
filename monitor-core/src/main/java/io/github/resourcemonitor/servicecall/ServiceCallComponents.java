package io.github.resourcemonitor.servicecall;

import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.completion.CompletionFollower;
import io.github.resourcemonitor.failure.Failures;

/**
 * Collaborators of service calls.
 *
 * @param nanoTime the monotonic clock
 * @param sizers measure payloads
 * @param outside the service calls that are not part of any record
 * @param threadObserver called where the thread may block, at the start and end of a call
 * @param failures where failures are recorded
 * @param follower follows asynchronous results
 * @param leaving makes no call current on the calling thread, if the given one is, until
 * the scope is closed
 */
public record ServiceCallComponents(LongSupplier nanoTime, PayloadSizers sizers, OutsideServiceCalls outside,
		Runnable threadObserver, Failures failures, CompletionFollower follower,
		Function<ServiceCallScope, ThreadScope> leaving) {

	/**
	 * Create new collaborators with a follower of their own.
	 * @param nanoTime the monotonic clock
	 * @param sizers measure payloads
	 * @param outside the service calls that are not part of any record
	 * @param threadObserver called where the thread may block
	 * @param failures where failures are recorded
	 */
	public ServiceCallComponents(LongSupplier nanoTime, PayloadSizers sizers, OutsideServiceCalls outside,
			Runnable threadObserver, Failures failures) {
		this(nanoTime, sizers, outside, threadObserver, failures, new CompletionFollower(failures),
				(call) -> ThreadScope.NOOP);
	}

}
