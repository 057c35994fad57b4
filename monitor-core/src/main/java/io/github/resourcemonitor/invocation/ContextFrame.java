package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.servicecall.ServiceCall;
import org.jspecify.annotations.Nullable;

/**
 * Element of the stack of contexts of a thread: the invocation and the service call that
 * are current until the frame is removed.
 * <p>
 * Only the thread itself uses its frames, except that another thread may close one of a
 * service call.
 */
class ContextFrame implements ThreadScope {

	private final Stack stack;

	final @Nullable ContextFrame below;

	final int depth;

	private final Kind kind;

	final @Nullable ActiveInvocation invocation;

	final @Nullable ServiceCall call;

	final @Nullable Account account;

	/**
	 * The account that was charged before this frame.
	 */
	final @Nullable Account accountBefore;

	/**
	 * Whether the invocation had already ended when the thread was attached.
	 */
	private final boolean late;

	private volatile boolean closed;

	/**
	 * Create a new frame of the calling thread.
	 * @param stack the stack of the thread
	 * @param below the topmost frame so far
	 * @param kind why the frame exists
	 * @param account the account of the work, {@code null} for none
	 * @param call the service call that is current, {@code null} for none
	 * @param accountBefore the account to charge again when the frame is removed
	 */
	ContextFrame(Stack stack, @Nullable ContextFrame below, Kind kind, @Nullable Account account,
			@Nullable ServiceCall call, @Nullable Account accountBefore) {
		this.stack = stack;
		this.below = below;
		this.depth = (below != null) ? below.depth + 1 : 1;
		this.kind = kind;
		this.invocation = (account instanceof ActiveInvocation active) ? active : null;
		this.call = call;
		this.account = account;
		this.accountBefore = accountBefore;
		this.late = this.invocation != null && this.invocation.isEnded();
	}

	final boolean isStart() {
		return this.kind == Kind.STARTED;
	}

	final boolean isCall() {
		return this.kind == Kind.CALL;
	}

	final boolean isLate() {
		return this.late;
	}

	/**
	 * Return whether another thread has ended what this frame is for, so that it is over
	 * although its own thread has not removed it.
	 */
	final boolean isStale() {
		return switch (this.kind) {
			case STARTED -> this.invocation != null && this.invocation.isEnded();
			case CALL -> this.closed;
			default -> false;
		};
	}

	@Override
	public final void close() {
		if (this.kind == Kind.CALL) {
			// Another thread may end a service call; this one then removes the frame
			// later.
			this.closed = true;
		}
		this.stack.close(this);
	}

	/**
	 * Why a frame exists.
	 */
	enum Kind {

		/**
		 * The thread has started the invocation, which closes the frame when it ends.
		 */
		STARTED,

		/**
		 * The thread was attached to a context, or detached from all.
		 */
		ATTACHED,

		/**
		 * The thread makes a service call.
		 */
		CALL,

		/**
		 * The thread works for an invocation that has not started yet.
		 */
		EARLY

	}

	/**
	 * Stack of frames.
	 */
	interface Stack {

		/**
		 * Remove a frame.
		 */
		void close(ContextFrame frame);

	}

}
