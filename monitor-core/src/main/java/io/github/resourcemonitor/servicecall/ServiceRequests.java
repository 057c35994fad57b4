package io.github.resourcemonitor.servicecall;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Assigns the requests that instrumented clients send to service calls. A request with
 * the key of an earlier one continues the call of that request. Any other request is part
 * of the current service call of its thread, or, if there is none, a new call.
 * Thread-safe. No method throws.
 */
public final class ServiceRequests {

	private final CallContext calls;

	private final RememberedCalls<RequestedCall> remembered = new RememberedCalls<>();

	/**
	 * Create new requests.
	 * @param calls finds the current service calls
	 */
	public ServiceRequests(CallContext calls) {
		this.calls = calls;
	}

	/**
	 * Start a request that is about to be sent.
	 * @param operation the operation that is called, used if the request is a new call
	 * @param context the context of the request as captured on another thread;
	 * {@code null} for that of the calling thread
	 * @param keys keys that identify earlier requests of the same call, and no others;
	 * the first one also identifies this request for later ones
	 * @return the request
	 */
	public ServiceRequest start(ServiceOperation operation, @Nullable Invocation context, String... keys) {
		RequestedCall call = this.calls.failures().attempt(ServiceRequest.HOOK, () -> begin(operation, context, keys));
		return new ServiceRequest(operation.direction(), call, this.calls.failures());
	}

	private RequestedCall begin(ServiceOperation operation, @Nullable Invocation context, String... keys) {
		RequestedCall call = this.remembered.get(keys);
		if (call == null) {
			ServiceCall around = this.calls.currentCall(context);
			call = (around != null) ? new RequestedCall(around, false, this.remembered)
					: new RequestedCall(this.calls.newServiceCall(operation, context), true, this.remembered);
		}
		if (keys.length > 0) {
			call.remember(keys[0]);
		}
		call.begin();
		return call;
	}

	/**
	 * Return whether requests of the calling thread are part of a current service call,
	 * so that a client whose requests cannot be counted must not start another call.
	 * @return whether they are
	 */
	public boolean isInsideCall() {
		return this.calls.failures().attempt(ServiceRequest.HOOK, () -> this.calls.currentCall(null)) != null;
	}

}
