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

	CallFigures plus(CallFigures other, int sign) {
		return new CallFigures(this.open + sign * other.open, this.count + sign * other.count,
				this.errors + sign * other.errors, this.bytes + sign * other.bytes,
				this.measured + sign * other.measured, this.unmeasured + sign * other.unmeasured,
				this.durationNanos + sign * other.durationNanos, this.timed + sign * other.timed,
				this.attempts + sign * other.attempts, this.retries + sign * other.retries,
				this.sentBytes + sign * other.sentBytes, this.receivedBytes + sign * other.receivedBytes);
	}

}
