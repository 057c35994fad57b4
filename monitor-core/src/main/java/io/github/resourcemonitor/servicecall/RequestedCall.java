package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;

/**
 * The requests of one logical client call, which either is its own service call or part
 * of an enclosing one. Thread-safe. Locks itself before the service call and before the
 * keys.
 */
final class RequestedCall {

	private final RememberedCalls<RequestedCall> remembered;

	private final boolean own;

	private volatile ServiceCall current;

	// Guarded by this.

	private final List<String> keys = new ArrayList<>(2);

	private boolean sent;

	private boolean failed;

	private boolean redirected;

	/**
	 * Whether its own service call is kept open between two requests.
	 */
	private boolean held;

	/**
	 * The offset up to which the payload was transferred.
	 */
	private long transferred;

	/**
	 * Create a new call.
	 * @param call the service call
	 * @param own whether the service call is nothing but these requests
	 * @param remembered where keys are kept
	 */
	RequestedCall(ServiceCall call, boolean own, RememberedCalls<RequestedCall> remembered) {
		this.current = call;
		this.own = own;
		// A new call is open from the start.
		this.held = own;
		this.remembered = remembered;
	}

	/**
	 * Return the service call that the latest request is part of.
	 */
	ServiceCall current() {
		return this.current;
	}

	synchronized void remember(String key) {
		if (!this.keys.contains(key)) {
			this.keys.add(key);
			this.remembered.put(key, this);
		}
	}

	synchronized void begin() {
		if (this.own && !this.held && !this.current.hold()) {
			// The record of the invocation contains it as failed, so this is a late call.
			this.current = this.current.again();
		}
		this.held = false;
		boolean again = this.sent && this.failed && !this.redirected;
		this.current.requests((requests) -> requests.attempt(again));
		this.sent = true;
	}

	synchronized void end(String status, boolean failed, boolean moreExpected, boolean redirected) {
		this.failed = failed;
		this.redirected = redirected;
		if (!failed && !moreExpected) {
			this.remembered.remove(this.keys);
			this.keys.clear();
		}
		this.current.requests((requests) -> requests.answered(status));
		if (this.own) {
			this.current.outcome(failed);
			this.held = moreExpected && !failed;
			if (!this.held) {
				this.current.release(!this.keys.isEmpty());
			}
		}
	}

	/**
	 * Count payload that was not transferred before.
	 */
	synchronized void payload(CallDirection direction, long from, long to) {
		long more = Math.max(0, to - Math.max(from, this.transferred));
		this.transferred = Math.max(this.transferred, to);
		if (direction == this.current.operation().direction()) {
			this.current.transferred(more);
		}
	}

}
