package io.github.resourcemonitor.servicecall;

/**
 * What is known of one call, in figures that can be added up over many. Each is 0 for a
 * call that has not begun.
 *
 * @param open 1 while the call has not ended
 * @param count 1 when it has
 * @param errors 1 when it has, with a failure
 * @param bytes the payload so far
 * @param measured 1 if that is known
 * @param unmeasured 1 if the call has a direction, ended well, and its size is not known
 * @param durationNanos how long it took, in nanoseconds, when it has ended
 * @param timed 1 if that is known
 * @param attempts the requests that were sent for it
 * @param retries those of them that followed a failed one
 * @param sentBytes the bodies of the requests, as they crossed the connection
 * @param receivedBytes the bodies of the answers, as they crossed the connection
 */
public record CallFigures(long open, long count, long errors, long bytes, long measured, long unmeasured,
		long durationNanos, long timed, long attempts, long retries, long sentBytes, long receivedBytes) {

	/**
	 * The figures of no call.
	 */
	public static final CallFigures NONE = new CallFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	/**
	 * Return the sum of these figures and those of a call, of which some are in it.
	 */
	CallFigures plus(CallFigures now, CallFigures before) {
		return new CallFigures(this.open + now.open - before.open, this.count + now.count - before.count,
				this.errors + now.errors - before.errors, this.bytes + now.bytes - before.bytes,
				this.measured + now.measured - before.measured, this.unmeasured + now.unmeasured - before.unmeasured,
				this.durationNanos + now.durationNanos - before.durationNanos, this.timed + now.timed - before.timed,
				this.attempts + now.attempts - before.attempts, this.retries + now.retries - before.retries,
				this.sentBytes + now.sentBytes - before.sentBytes,
				this.receivedBytes + now.receivedBytes - before.receivedBytes);
	}

}
