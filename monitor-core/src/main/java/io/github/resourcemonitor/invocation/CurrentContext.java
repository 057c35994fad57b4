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
 * Step 2 of an invocation: threads switch to it and away from it. Knows the context of
 * each thread: the invocation that it works for, and the service call that it is making.
 * <p>
 * All methods are about the calling thread.
 */
final class CurrentContext implements CallContext {

	private static final String COMPLETED_ELSEWHERE = "its result was completed by a thread that was not known to work for it";

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
	 * Return the invocation that the calling thread works for.
	 */
	@Nullable ActiveInvocation current() {
		ActiveInvocation invocation = working();
		return (invocation != null && !invocation.isEnded()) ? invocation : null;
	}

	/**
	 * Return the invocation that the calling thread works for, even if it has ended.
	 */
	private @Nullable ActiveInvocation working() {
		return (ActiveInvocation) this.accounts.get();
	}

	/**
	 * Return the context of the calling thread, to attach it to another one.
	 * @return the context, {@code null} if the thread works for no invocation
	 */
	@Nullable Invocation capture() {
		ActiveInvocation invocation = working();
		if (invocation == null) {
			return null;
		}
		ServiceCall call = callAround(null);
		return (call != null) ? new MonitorContext(invocation, call) : invocation;
	}

	/**
	 * Have the calling thread work in a context until the scope is closed.
	 * @param context what was captured; {@code null}, or one of another monitor, for none
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
	 * Have the calling thread make the service call of a context, or none, until the
	 * scope is closed. The invocation that it works for stays as it is.
	 * @param context what was captured
	 * @return the scope; the same thread closes it
	 */
	ThreadScope attachServiceCall(@Nullable Invocation context) {
		ServiceCall call = callOf(context);
		return (call != this.serviceCalls.get()) ? this.serviceCalls.bind(call) : ThreadScope.NOOP;
	}

	/**
	 * Have the calling thread return to the context that it had before, closing the
	 * scopes that were opened since.
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
	public @Nullable ServiceCall callAround(@Nullable Invocation context) {
		if (context != null) {
			return callOf(context);
		}
		ServiceCall call = this.serviceCalls.get();
		ActiveInvocation working = (call != null) ? working() : null;
		if (call == null || working == null || working == call.owner()) {
			return call;
		}
		// A handler that is called inside a service call makes calls of its own.
		ServiceCallOwner owner = call.owner();
		return (owner instanceof ActiveInvocation made && !working.isInside(made)) ? call : null;
	}

	@Override
	public ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context) {
		return new ServiceCall(this.callComponents, this.serviceCalls, operation,
				(context != null) ? invocationOf(context) : working());
	}

	/**
	 * Note that the calling thread completed the result of an invocation, or a part of
	 * it: if it is not known to work for the invocation, others may have gone unnoticed
	 * too.
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
