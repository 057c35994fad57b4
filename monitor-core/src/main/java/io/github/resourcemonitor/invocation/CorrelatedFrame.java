package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceCall;
import org.jspecify.annotations.Nullable;

/**
 * A frame that changes the invocation of its thread, and with it the value of the
 * {@link CorrelationContext}. A class of its own, so that frames are not larger without
 * one.
 */
final class CorrelatedFrame extends ContextFrame {

	private static final String HOOK = "correlation";

	private @Nullable String before;

	private boolean changed;

	CorrelatedFrame(Stack stack, @Nullable ContextFrame below, Kind kind, @Nullable Account account,
			@Nullable ServiceCall call, @Nullable Account accountBefore) {
		super(stack, below, kind, account, call, accountBefore);
	}

	/**
	 * Set the id of the invocation, or none if the thread is detached from all.
	 */
	void correlate(CorrelationContext context, Failures failures) {
		try {
			this.before = context.get();
			// Also if setting fails, which may be too late.
			this.changed = true;
			context.set((this.invocation != null) ? this.invocation.id() : null);
		}
		catch (Throwable ex) {
			failures.record(HOOK, ex);
		}
	}

	/**
	 * Set the value again that was there before this frame.
	 */
	void restore(CorrelationContext context, Failures failures) {
		if (this.changed) {
			this.changed = false;
			try {
				context.set(this.before);
			}
			catch (Throwable ex) {
				failures.record(HOOK, ex);
			}
		}
	}

}
