package io.github.resourcemonitor.servicecall;

import java.util.function.Consumer;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * What a service call has counted, and how far it has come. It counts in the tables of
 * its invocation and the enclosing ones; when that of its invocation is closed, in the
 * table of late calls instead. Thread-safe.
 * <p>
 * What it counts is kept here until it is posted, which adds it to all these tables. An
 * open call posts when it ends, or when a table asks. Locks itself before a table.
 */
abstract class CallProgress extends OpenCall {

	private final ServiceCallComponents components;

	private final ServiceOperation operation;

	private final @Nullable ServiceCallOwner owner;

	private final long startNanos;

	// Guarded by this.

	private State state = State.NEW;

	/**
	 * The number of those that keep the call open: its scope, streams that are counted to
	 * their ends, requests in progress.
	 */
	private int holders = 1;

	private boolean scopeReleased;

	private boolean failed;

	/**
	 * Whether the table of its invocation was closed too early for all of the call.
	 */
	private boolean late;

	private boolean measures;

	private boolean unmeasurable;

	private boolean transfers;

	/**
	 * Payload that the call itself has measured, in bytes.
	 */
	private long measured;

	/**
	 * Payload transferred by instrumented clients, in bytes. Used if the call does not
	 * measure any.
	 */
	private long transferred;

	/**
	 * The part of the payload that was posted.
	 */
	private long posted;

	private boolean postedAsKnown;

	/**
	 * Requests that have not been posted.
	 */
	private @Nullable RequestTotals requests;

	/**
	 * The duration when it failed, while it is awaiting a retry.
	 */
	private long failedAfterNanos;

	CallProgress(ServiceCallComponents components, ServiceOperation operation, @Nullable ServiceCallOwner owner) {
		this.components = components;
		this.operation = operation;
		this.owner = owner;
		observeThread();
		this.startNanos = components.nanoTime().getAsLong();
		update(true, CallTotals::begin);
		this.state = State.OPEN;
	}

	/**
	 * A service call usually blocks, which is when a virtual thread leaves its carrier.
	 */
	private void observeThread() {
		if (this.owner != null) {
			this.components.threadObserver().run();
		}
	}

	final ServiceCallComponents components() {
		return this.components;
	}

	final ServiceOperation operation() {
		return this.operation;
	}

	/**
	 * Return the owner of the call.
	 * @return the owner, {@code null} outside any invocation
	 */
	public final @Nullable ServiceCallOwner owner() {
		return this.owner;
	}

	/**
	 * Change the totals in all tables that contain this call.
	 * @param isOpen whether the call is open from now on
	 */
	private void update(boolean isOpen, Consumer<CallTotals> change) {
		if (!table().update(this, isOpen, this.operation, change)) {
			becomeLate();
			table().update(this, isOpen, this.operation, change);
		}
		updateEnclosing(isOpen, change);
	}

	private void updateEnclosing(boolean isOpen, Consumer<CallTotals> change) {
		ServiceCallOwner each = (this.owner != null) ? this.owner.parent() : null;
		for (; each != null; each = each.parent()) {
			each.serviceCalls().update(this, isOpen, this.operation, change);
		}
	}

	/**
	 * The table of its invocation was closed, and contains the call as it was then.
	 */
	private void becomeLate() {
		this.late = true;
		switch (this.state) {
			case OPEN -> table().update(this, true, this.operation, (totals) -> {
				totals.begin();
				totals.add(0, this.postedAsKnown ? 1 : 0, null);
			});
			case AWAITING_RETRY -> this.state = State.SETTLED;
			default -> {
			}
		}
	}

	private ServiceCallTable table() {
		if (this.late) {
			return this.components.outside().late();
		}
		return (this.owner != null) ? this.owner.serviceCalls() : this.components.outside().withoutInvocation();
	}

	@Override
	final synchronized void post() {
		boolean measures = this.measures && !this.unmeasurable;
		boolean known = measures || this.transfers;
		long size = measures ? this.measured : this.transferred;
		long more = (known ? size : 0) - this.posted;
		int becameKnown = (known ? 1 : 0) - (this.postedAsKnown ? 1 : 0);
		RequestTotals requests = this.requests;
		if (more != 0 || becameKnown != 0 || requests != null) {
			update(this.state == State.OPEN, (totals) -> totals.add(more, becameKnown, requests));
			this.posted += more;
			this.postedAsKnown = known;
			this.requests = null;
		}
	}

	/**
	 * A table asks a call that is open until the table is closed.
	 */
	private void postUnlessAsked() {
		if (this.state != State.OPEN || table().isClosed()) {
			post();
		}
	}

	/**
	 * Add payload measured by the call itself, unless the call has settled.
	 * @param size the size in bytes, negative to subtract what will be read again
	 */
	final synchronized void measured(long size) {
		if (this.state != State.SETTLED) {
			this.measures = true;
			this.measured += size;
			postUnlessAsked();
		}
	}

	/**
	 * The call itself cannot measure all of its payload.
	 */
	final synchronized void unmeasurable() {
		this.unmeasurable = true;
	}

	/**
	 * Add payload transferred by an instrumented client.
	 * @param size the size in bytes, 0 to declare that the payload is counted
	 */
	final synchronized void transferred(long size) {
		this.transfers = true;
		this.transferred += size;
		postUnlessAsked();
	}

	/**
	 * Add to the requests that are sent for this call.
	 */
	final synchronized void requests(Consumer<RequestTotals> event) {
		RequestTotals requests = this.requests;
		if (requests == null) {
			requests = new RequestTotals();
			this.requests = requests;
		}
		event.accept(requests);
		postUnlessAsked();
	}

	final synchronized void outcome(boolean failed) {
		this.failed = failed;
	}

	/**
	 * Keep the call open until it is {@linkplain #release released}.
	 * @return {@code false} if it has settled
	 */
	final synchronized boolean hold() {
		if (this.state == State.AWAITING_RETRY) {
			resume();
		}
		if (this.state == State.SETTLED) {
			return false;
		}
		this.holders++;
		return true;
	}

	/**
	 * The retry has come, in time unless the failure was recorded.
	 */
	private void resume() {
		Consumer<CallTotals> change = (totals) -> totals.resume(this.failedAfterNanos);
		if (table().update(this, true, this.operation, change)) {
			updateEnclosing(true, change);
			this.state = State.OPEN;
		}
		else {
			this.state = State.SETTLED;
		}
	}

	/**
	 * Release the hold of the scope, once.
	 */
	final synchronized void releaseScope() {
		if (!this.scopeReleased) {
			this.scopeReleased = true;
			release(false);
		}
	}

	/**
	 * Release a hold; the last one ends the call.
	 * @param retryable whether a failed call is recognized if it is retried
	 */
	final void release(boolean retryable) {
		this.components.failures().guard("end of a service call", () -> tryRelease(retryable));
	}

	private synchronized void tryRelease(boolean retryable) {
		if (this.state != State.OPEN || --this.holders > 0) {
			return;
		}
		observeThread();
		long nanos = this.components.nanoTime().getAsLong() - this.startNanos;
		if (retryable && this.failed) {
			post();
			update(false, (totals) -> totals.await(nanos));
			this.failedAfterNanos = nanos;
			this.state = State.AWAITING_RETRY;
		}
		else {
			settle(nanos);
		}
	}

	/**
	 * End the call for good.
	 * @param nanos its duration, or {@link ServiceCallTable#UNKNOWN}
	 */
	final synchronized void settle(long nanos) {
		if (this.state != State.OPEN) {
			return;
		}
		post();
		boolean unmeasured = !this.failed && !this.postedAsKnown && this.operation.direction() != CallDirection.NONE;
		update(false, (totals) -> totals.settle(nanos, this.failed, unmeasured));
		this.state = State.SETTLED;
	}

	/**
	 * How far a call has come.
	 */
	private enum State {

		/**
		 * Not in a table yet.
		 */
		NEW,

		/**
		 * In progress.
		 */
		OPEN,

		/**
		 * A request failed, and the next one may continue the call. If none does, or not
		 * before the table of its invocation is closed, the call stays failed.
		 */
		AWAITING_RETRY,

		/**
		 * Ended for good.
		 */
		SETTLED

	}

}
