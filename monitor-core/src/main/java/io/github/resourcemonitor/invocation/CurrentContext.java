package io.github.resourcemonitor.invocation;

import java.util.function.Function;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.completion.CompletionFollower;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.ContextFrame.Kind;
import io.github.resourcemonitor.servicecall.CallContext;
import io.github.resourcemonitor.servicecall.ServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCallComponents;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Step 2 of an invocation: threads are attached to it and detached from it. The context
 * of a thread consists of its current invocation and its current service call.
 * <p>
 * All methods apply to the calling thread. None of them throws.
 */
final class CurrentContext implements CallContext {

	private static final String COMPLETED_ELSEWHERE = "its result was completed by a thread that was not attached to it";

	private final MonitorComponents components;

	private final MonitoredThreads threads;

	private final ServiceCallComponents callComponents;

	private final Function<ServiceCall, ThreadScope> binder = this::bind;

	CurrentContext(MonitorComponents components, MonitoredThreads threads, CompletionFollower follower) {
		this.components = components;
		this.threads = threads;
		this.callComponents = new ServiceCallComponents(components.nanoTime(), components.sizers(),
				components.outside(), () -> threads.current().meter().observe(), components.failures(), follower,
				this::leave);
	}

	/**
	 * Return the current invocation of the calling thread.
	 */
	@Nullable ActiveInvocation current() {
		ActiveInvocation invocation = working();
		return (invocation != null && !invocation.isEnded()) ? invocation : null;
	}

	/**
	 * Return the invocation that the calling thread is attached to, even if it has ended.
	 */
	private @Nullable ActiveInvocation working() {
		ContextFrame top = top();
		return (top != null) ? top.invocation : null;
	}

	private @Nullable ContextFrame top() {
		try {
			return this.threads.current().top();
		}
		catch (Throwable ex) {
			failed("leaving a thread", ex);
			return null;
		}
	}

	/**
	 * Return whether the calling thread works for an invocation, or for one inside it.
	 */
	boolean worksFor(ActiveInvocation invocation) {
		ActiveInvocation working = working();
		return working != null && working.isInside(invocation);
	}

	/**
	 * Capture the context of the calling thread, to attach it to another thread.
	 * @return the context, {@code null} if the thread is not attached to an invocation
	 */
	@Nullable Invocation capture() {
		// Both from the same frame: another thread may end the invocation in the
		// meantime.
		ContextFrame top = top();
		if (top == null || top.invocation == null) {
			return null;
		}
		return (top.call != null) ? new MonitorContext(top.invocation, top.call) : top.invocation;
	}

	/**
	 * Attach a context to the calling thread until the scope is closed.
	 * @param context the captured context; {@code null}, or one of another monitor, for
	 * none
	 * @return the scope; the same thread closes it
	 */
	ThreadScope attach(@Nullable Invocation context) {
		try {
			ActiveInvocation invocation = invocationOf(context);
			ServiceCall call = callOf(context);
			MonitoredThread thread = this.threads.current();
			ContextFrame top = thread.top();
			boolean current = (top != null) ? top.account == invocation && top.call == call
					: invocation == null && call == null;
			return current ? ThreadScope.NOOP : thread.enter(Kind.ATTACHED, invocation, call);
		}
		catch (Throwable ex) {
			failed("entering a thread", ex);
			return ThreadScope.NOOP;
		}
	}

	/**
	 * Make the service call of a context current on the calling thread until the scope is
	 * closed. The current invocation does not change.
	 * @param context the captured context
	 * @return the scope; the same thread closes it
	 */
	ThreadScope attachServiceCall(@Nullable Invocation context) {
		try {
			ServiceCall call = callOf(context);
			return (call != currentCall(null)) ? bind(call) : ThreadScope.NOOP;
		}
		catch (Throwable ex) {
			failed("entering a thread", ex);
			return ThreadScope.NOOP;
		}
	}

	/**
	 * Make a service call current on the calling thread until the scope is closed:
	 * requests that the thread sends are part of it. The current invocation does not
	 * change.
	 * @param call the call, {@code null} for none
	 * @return the scope; if another thread closes it, the calling thread removes it later
	 */
	private ThreadScope bind(@Nullable ServiceCall call) {
		MonitoredThread thread = this.threads.current();
		ContextFrame top = thread.top();
		return thread.push(Kind.CALL, (top != null) ? top.account : null, call, thread.meter().account());
	}

	/**
	 * Make no service call current on the calling thread, if the given one is, until the
	 * scope is closed. The current invocation does not change.
	 */
	private ThreadScope leave(ServiceCallScope call) {
		ContextFrame top = top();
		return (top != null && top.call == call) ? bind(null) : ThreadScope.NOOP;
	}

	/**
	 * Make a context current again that was current on the calling thread before, closing
	 * the scopes that were opened since. If its scope was closed in the meantime, the
	 * last invocation that the thread started becomes current.
	 * @param context the context, {@code null} for none
	 */
	void restore(@Nullable Invocation context) {
		this.components.failures().guard("leaving a thread", () -> {
			ActiveInvocation invocation = invocationOf(context);
			ServiceCall call = callOf(context);
			MonitoredThread thread = this.threads.current();
			ContextFrame target = find(thread, invocation, call);
			ContextFrame last = null;
			for (ContextFrame each = thread.topmost(); each != null && each != target; each = each.below) {
				last = each;
			}
			if (last != null) {
				thread.pop(last, false);
			}
			ContextFrame top = thread.top();
			if (call != null && top != null && top.invocation == invocation && top.call != call) {
				bind(call);
			}
		});
	}

	/**
	 * Return the frame that has a context, or else the one to restore instead.
	 */
	private static @Nullable ContextFrame find(MonitoredThread thread, @Nullable ActiveInvocation invocation,
			@Nullable ServiceCall call) {
		ContextFrame sameInvocation = null;
		ContextFrame start = null;
		for (ContextFrame each = thread.top(); each != null; each = each.below) {
			if (each.account == invocation && each.call == call) {
				return each;
			}
			if (sameInvocation == null && invocation != null && each.invocation == invocation) {
				sameInvocation = each;
			}
			if (start == null && invocation != null && each.isStart()) {
				start = each;
			}
		}
		return (sameInvocation != null) ? sameInvocation : start;
	}

	/**
	 * Detach the calling thread from an invocation that it started. The invocation
	 * continues. Does nothing if the thread did not start it.
	 */
	void detach(ActiveInvocation invocation) {
		this.components.failures().guard("leaving a thread", () -> {
			MonitoredThread thread = this.threads.current();
			ContextFrame frame = thread.startOf(invocation);
			if (frame != null) {
				thread.pop(frame, true);
			}
		});
	}

	/**
	 * Begin work of the calling thread for an invocation that has not started.
	 * @return the work, {@code null} if the thread already works for an invocation, which
	 * is then charged for everything the thread uses
	 */
	@Nullable EarlyWork beginEarlyWork() {
		return this.components.failures().attempt("entering a thread", () -> {
			MonitoredThread thread = this.threads.current();
			ContextFrame top = thread.top();
			if (top != null && top.account != null) {
				return null;
			}
			EarlyWork work = new EarlyWork();
			thread.enter(Kind.EARLY, work, null);
			return work;
		});
	}

	/**
	 * End work of the calling thread for an invocation that has not started.
	 * @param work the value that {@link #beginEarlyWork} returned on the same thread
	 */
	void endEarlyWork(EarlyWork work) {
		this.components.failures().guard("leaving a thread", () -> {
			MonitoredThread thread = this.threads.current();
			for (ContextFrame each = thread.top(); each != null; each = each.below) {
				if (each.account == work) {
					thread.pop(each, true);
					return;
				}
			}
		});
	}

	/**
	 * Return the invocation of a context.
	 * @return the invocation, {@code null} if there is none or it belongs to another
	 * monitor
	 */
	@Nullable ActiveInvocation invocationOf(@Nullable Invocation context) {
		Invocation candidate = (context instanceof MonitorContext both) ? both.invocation() : context;
		return (candidate instanceof ActiveInvocation active && active.belongsTo(this.components)) ? active : null;
	}

	private static @Nullable ServiceCall callOf(@Nullable Invocation context) {
		return (context instanceof MonitorContext both) ? both.call() : null;
	}

	@Override
	public @Nullable ServiceCall currentCall(@Nullable Invocation context) {
		if (context != null) {
			return callOf(context);
		}
		ContextFrame top = top();
		return (top != null) ? top.call : null;
	}

	@Override
	public ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context) {
		return new ServiceCall(this.callComponents, this.binder, operation,
				(context != null) ? invocationOf(context) : working());
	}

	/**
	 * Check the thread that completed the result of an invocation, or a part of it. If it
	 * is not attached to the invocation, other threads may have worked for it unnoticed
	 * as well.
	 */
	void checkCompletingThread(ActiveInvocation invocation) {
		if (!worksFor(invocation)) {
			invocation.incomplete(COMPLETED_ELSEWHERE);
		}
	}

	private void failed(String hook, Throwable ex) {
		this.components.failures().record(hook, ex);
	}

	@Override
	public Failures failures() {
		return this.components.failures();
	}

}
