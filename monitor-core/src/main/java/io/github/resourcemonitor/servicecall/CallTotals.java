package io.github.resourcemonitor.servicecall;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * Totals of the calls of one operation in a table. Each call is one of three: open,
 * ended, or failed and awaiting a retry. Guarded by the table.
 */
class CallTotals {

	private int open;

	/**
	 * The number of calls that have failed and may be retried: errors, unless the retry
	 * comes.
	 */
	private int awaiting;

	private long awaitingNanos;

	private long ended;

	private long errors;

	private long nanos;

	private long maxNanos;

	private boolean timed;

	/**
	 * The number of calls whose payload is known so far.
	 */
	private long measured;

	private long unmeasured;

	private long bytes;

	private @Nullable RequestTotals requests;

	final void begin() {
		this.open++;
	}

	/**
	 * Add what a call has counted.
	 * @param bytes payload in bytes, negative to correct what was added before
	 * @param measured 1 if the payload of the call has become known, -1 if it has become
	 * unknown, 0 otherwise
	 * @param more its requests, {@code null} for none
	 */
	final void add(long bytes, int measured, @Nullable RequestTotals more) {
		this.bytes += bytes;
		this.measured += measured;
		if (more != null) {
			RequestTotals requests = this.requests;
			if (requests == null) {
				requests = new RequestTotals();
				this.requests = requests;
			}
			requests.add(more);
		}
	}

	/**
	 * An open call ends for good.
	 * @param unmeasured whether its payload should be known but is not
	 */
	final void settle(long nanos, boolean failed, boolean unmeasured) {
		this.open--;
		this.ended++;
		this.errors += failed ? 1 : 0;
		this.unmeasured += unmeasured ? 1 : 0;
		if (nanos != ServiceCallTable.UNKNOWN) {
			this.timed = true;
			this.nanos += nanos;
			this.maxNanos = Math.max(this.maxNanos, nanos);
		}
	}

	/**
	 * An open call has failed and may be retried.
	 */
	final void await(long nanos) {
		this.open--;
		this.awaiting++;
		this.awaitingNanos += nanos;
		// A call that is resumed takes longer, so this never has to be taken back.
		this.maxNanos = Math.max(this.maxNanos, nanos);
	}

	/**
	 * A call is open again, that has failed after the given time.
	 */
	final void resume(long nanos) {
		this.awaiting--;
		this.awaitingNanos -= nanos;
		this.open++;
	}

	final long calls() {
		return this.open + this.awaiting + this.ended;
	}

	final ServiceCallUsage usage(String service, String operation, CallDirection direction) {
		boolean known = this.measured > 0 || this.bytes != 0;
		Long nanos = (this.timed || this.awaiting > 0) ? this.nanos + this.awaitingNanos : null;
		// The duration of a single call is also the longest, and one object for both.
		Long maxNanos = (nanos == null || nanos == this.maxNanos) ? nanos : Long.valueOf(this.maxNanos);
		return new ServiceCallUsage(service, operation, direction, this.ended + this.awaiting,
				this.errors + this.awaiting, known ? this.bytes : null, this.unmeasured, this.open, nanos, maxNanos,
				(this.requests != null) ? this.requests.copy() : null);
	}

}
