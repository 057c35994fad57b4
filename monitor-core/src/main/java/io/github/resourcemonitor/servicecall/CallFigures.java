package io.github.resourcemonitor.servicecall;

/**
 * State of one call as numbers that can be added up over many calls. All are 0 for a call
 * that has not begun.
 *
 * @param open 1 while the call has not ended
 * @param count 1 when the call has ended
 * @param errors 1 when the call has failed
 * @param bytes the payload so far in bytes
 * @param measured 1 if the payload is known
 * @param unmeasured 1 if the call has a direction and succeeded, but its payload is
 * unknown
 * @param durationNanos the duration in nanoseconds, when the call has ended
 * @param timed 1 if the duration is known
 * @param attempts the number of requests sent for the call
 * @param retries the number of those requests that followed a failed one
 * @param sentBytes the size of the request bodies on the wire in bytes
 * @param receivedBytes the size of the response bodies on the wire in bytes
 */
public record CallFigures(long open, long count, long errors, long bytes, long measured, long unmeasured,
		long durationNanos, long timed, long attempts, long retries, long sentBytes, long receivedBytes) {

	/**
	 * The figures of no call.
	 */
	public static final CallFigures NONE = new CallFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	/**
	 * Return these totals updated with a call: its previous state is subtracted and its
	 * current state is added.
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
