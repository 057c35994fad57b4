package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.ThreadMeter;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.ContextFrame.Kind;
import io.github.resourcemonitor.servicecall.ServiceCall;
import org.jspecify.annotations.Nullable;

/**
 * A thread: its meter and its stack of contexts. Only the thread itself calls these
 * methods.
 */
final class MonitoredThread implements ContextFrame.Stack {

	/**
	 * Limit for frames that are never closed, which would otherwise accumulate on a
	 * pooled thread.
	 */
	private static final int MAX_FRAMES = 1000;

	private static final String TOO_MANY_SCOPES = "too many scopes were open on a thread that worked for it";

	private static final String CLOSED_TOO_LATE = "an enclosing scope was closed before its own";

	private final Owner owner;

	private final ThreadMeter meter;

	private final @Nullable CorrelationContext correlation;

	private @Nullable ContextFrame top;

	MonitoredThread(Owner owner, ThreadMeter meter) {
		this.owner = owner;
		this.meter = meter;
		this.correlation = owner.correlation();
	}

	ThreadMeter meter() {
		return this.meter;
	}

	/**
	 * Return the topmost frame, after removing those that another thread has ended.
	 */
	@Nullable ContextFrame top() {
		ContextFrame frame = this.top;
		while (frame != null && frame.isStale()) {
			pop(frame, true);
			frame = this.top;
		}
		return frame;
	}

	/**
	 * Return the topmost frame without removing any.
	 */
	@Nullable ContextFrame topmost() {
		return this.top;
	}

	/**
	 * Return the invocation that the thread works for, even if it has ended.
	 */
	@Nullable ActiveInvocation invocation() {
		ContextFrame frame = top();
		return (frame != null) ? frame.invocation : null;
	}

	/**
	 * Return the frame with which the thread started an invocation.
	 */
	@Nullable ContextFrame startOf(ActiveInvocation invocation) {
		ContextFrame frame = this.top;
		while (frame != null && !(frame.isStart() && frame.invocation == invocation)) {
			frame = frame.below;
		}
		return frame;
	}

	/**
	 * Push a frame. The meter does not change.
	 * @param kind why the frame exists
	 * @param account the account of the work, {@code null} for none
	 * @param call the service call that is current, {@code null} for none
	 * @param before the account to charge again when the frame is removed
	 */
	ContextFrame push(Kind kind, @Nullable Account account, @Nullable ServiceCall call, @Nullable Account before) {
		ContextFrame below = this.top;
		Account next = before;
		if (below != null && below.depth >= MAX_FRAMES) {
			popAll(below);
			next = null;
		}
		ContextFrame frame = (this.correlation != null) ? correlated(kind, account, call, next)
				: new ContextFrame(this, this.top, kind, account, call, next);
		ActiveInvocation invocation = frame.invocation;
		if (invocation != null && !frame.isCall()) {
			invocation.attached(this.meter.thread(), frame.isStart());
		}
		this.owner.busy(this);
		this.top = frame;
		if (this.correlation != null && frame instanceof CorrelatedFrame correlated) {
			correlated.correlate(this.correlation, this.owner.failures());
		}
		return frame;
	}

	private ContextFrame correlated(Kind kind, @Nullable Account account, @Nullable ServiceCall call,
			@Nullable Account before) {
		ContextFrame below = this.top;
		boolean sameInvocation = (below != null) ? below.account == account : !(account instanceof ActiveInvocation);
		return sameInvocation ? new ContextFrame(this, below, kind, account, call, before)
				: new CorrelatedFrame(this, below, kind, account, call, before);
	}

	/**
	 * Push a frame and charge its account.
	 */
	ContextFrame enter(Kind kind, @Nullable Account account, @Nullable ServiceCall call) {
		ContextFrame frame = push(kind, account, call, this.meter.account());
		this.meter.switchTo(account);
		return frame;
	}

	/**
	 * Remove a frame and those above it, and charge the account of the frame below.
	 * @param frame the frame
	 * @param tooEarly whether the work of the frames above may still continue
	 */
	void pop(ContextFrame frame, boolean tooEarly) {
		remove(frame, frame.accountBefore, tooEarly);
	}

	/**
	 * Remove a frame and those above it.
	 * @param frame the frame
	 * @param next the account to charge from now on
	 * @param tooEarly whether the work of the frames above may still continue
	 */
	private void remove(ContextFrame frame, @Nullable Account next, boolean tooEarly) {
		ContextFrame each = this.top;
		// First, so that the frames are removed even if something fails.
		this.top = frame.below;
		this.meter.switchTo(next);
		for (; each != null && each != frame; each = each.below) {
			ActiveInvocation invocation = each.invocation;
			if ((tooEarly || each.isStart()) && !each.isCall() && invocation != null && !invocation.isEnded()) {
				invocation.incomplete(CLOSED_TOO_LATE);
			}
			removed(each);
		}
		removed(frame);
		if (this.top == null) {
			this.owner.idle(this);
		}
	}

	/**
	 * Detach from an invocation that ends, or could not start.
	 * @param frame the frame with which the thread started it, {@code null} if there is
	 * none
	 * @param next the account to charge from now on
	 */
	void leave(@Nullable ContextFrame frame, @Nullable Account next) {
		if (frame != null) {
			remove(frame, next, true);
		}
		else {
			this.meter.switchTo(next);
		}
	}

	private void removed(ContextFrame frame) {
		if (this.correlation != null && frame instanceof CorrelatedFrame correlated) {
			correlated.restore(this.correlation, this.owner.failures());
		}
		ActiveInvocation invocation = frame.invocation;
		if (invocation != null && !frame.isCall()) {
			invocation.detached();
			this.owner.detached(frame, invocation);
		}
	}

	/**
	 * Remove a frame, unless it was already removed or belongs to another thread.
	 */
	@Override
	public void close(ContextFrame frame) {
		if (Thread.currentThread() != this.meter.thread()) {
			return;
		}
		this.owner.failures().guard("leaving a thread", () -> {
			ContextFrame each = top();
			if (frame.isCall()) {
				// Work that began inside the call may continue; the frame is removed
				// with what is above it.
				return;
			}
			while (each != null && each != frame) {
				each = each.below;
			}
			if (each != null) {
				pop(each, true);
			}
		});
	}

	private void popAll(ContextFrame top) {
		ContextFrame lowest = top;
		for (ContextFrame below = top.below; below != null; below = below.below) {
			lowest = below;
		}
		pop(lowest, false);
		for (ContextFrame each = top; each != null; each = each.below) {
			ActiveInvocation invocation = each.invocation;
			if (invocation != null) {
				invocation.incomplete(TOO_MANY_SCOPES);
			}
		}
		this.owner.failures()
			.record("scopes of a thread",
					new IllegalStateException(MAX_FRAMES + " scopes were open on thread '"
							+ this.meter.thread().getName() + "', which has left them all. "
							+ "Close each scope that is opened, best with try-with-resources"));
	}

	/**
	 * Knows all threads.
	 */
	interface Owner {

		/**
		 * Called before a thread gets its first frame.
		 */
		void busy(MonitoredThread thread);

		/**
		 * Called after a thread has lost its last frame.
		 */
		void idle(MonitoredThread thread);

		/**
		 * Called when work of a thread for an invocation is over.
		 */
		void detached(ContextFrame frame, ActiveInvocation invocation);

		Failures failures();

		/**
		 * Return where other libraries find the id of the invocation of a thread.
		 * @return the context, {@code null} if it is not made available
		 */
		@Nullable CorrelationContext correlation();

	}

}
