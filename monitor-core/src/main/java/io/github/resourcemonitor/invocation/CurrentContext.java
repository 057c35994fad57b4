package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.CallContext;
import io.github.resourcemonitor.servicecall.CurrentServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCallComponents;
import io.github.resourcemonitor.servicecall.ServiceCallOwner;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Step 2 of an invocation: threads are attached to it and detached from it. Holds the
 * context of each thread, which consists of its current invocation and its current
 * service call.
 * <p>
 * All methods apply to the calling thread.
 */
final class CurrentContext implements CallContext {

	private static final String COMPLETED_ELSEWHERE = "its result was completed by a thread that was not attached to it";

	private final MonitorComponents components;

	private final CurrentAccount accounts;

	private final CurrentServiceCall<ServiceCall> serviceCalls = new CurrentServiceCall<>();

	private final ServiceCallComponents callComponents;

	CurrentContext(MonitorComponents components, CurrentAccount accounts) {
		this.components = components;
		this.accounts = accounts;
		this.callComponents = new ServiceCallComponents(components.nanoTime(), components.sizers(),
				components.outside(), accounts::observeVirtualThread, components.failures());
	}

	CurrentAccount accounts() {
		return this.accounts;
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
		return (ActiveInvocation) this.accounts.get();
	}

	/**
	 * Capture the context of the calling thread, to attach it to another thread.
	 * @return the context, {@code null} if the thread is not attached to an invocation
	 */
	@Nullable Invocation capture() {
		ActiveInvocation invocation = working();
		if (invocation == null) {
			return null;
		}
		ServiceCall call = currentCall(null);
		return (call != null) ? new MonitorContext(invocation, call) : invocation;
	}

	/**
	 * Attach a context to the calling thread until the scope is closed.
	 * @param context the captured context; {@code null}, or one of another monitor, for
	 * none
	 * @return the scope; the same thread closes it
	 */
	ThreadScope attach(@Nullable Invocation context) {
		ThreadScope scope = this.accounts.attach(invocationOf(context));
		ThreadScope call = attachServiceCall(context);
		if (call == ThreadScope.NOOP) {
			return scope;
		}
		return () -> {
			call.close();
			scope.close();
		};
	}

	/**
	 * Make the service call of a context current on the calling thread until the scope is
	 * closed. The current invocation does not change.
	 * @param context the captured context
	 * @return the scope; the same thread closes it
	 */
	ThreadScope attachServiceCall(@Nullable Invocation context) {
		ServiceCall call = callOf(context);
		return (call != this.serviceCalls.get()) ? this.serviceCalls.bind(call) : ThreadScope.NOOP;
	}

	/**
	 * Make a context current again that was current on the calling thread before, closing
	 * the scopes that were opened since.
	 * @param context the context, {@code null} for none
	 */
	void restore(@Nullable Invocation context) {
		this.serviceCalls.restore(callOf(context));
		this.accounts.restore(invocationOf(context));
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
		ServiceCall call = this.serviceCalls.get();
		ActiveInvocation working = (call != null) ? working() : null;
		if (call == null || working == null || working == call.owner()) {
			return call;
		}
		// A handler that is called inside a service call makes its own calls.
		ServiceCallOwner owner = call.owner();
		return (owner instanceof ActiveInvocation made && !working.isInside(made)) ? call : null;
	}

	@Override
	public ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context) {
		return new ServiceCall(this.callComponents, this.serviceCalls, operation,
				(context != null) ? invocationOf(context) : working());
	}

	/**
	 * Check the thread that completed the result of an invocation, or a part of it. If it
	 * is not attached to the invocation, other threads may have worked for it unnoticed
	 * as well.
	 */
	void checkCompletingThread(ActiveInvocation invocation) {
		if (!this.accounts.worksFor(invocation)) {
			invocation.incomplete(COMPLETED_ELSEWHERE);
		}
	}

	@Override
	public Failures failures() {
		return this.components.failures();
	}

}
