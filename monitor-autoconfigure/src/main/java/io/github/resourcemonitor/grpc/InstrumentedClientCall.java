package io.github.resourcemonitor.grpc;

import io.github.resourcemonitor.failure.Failures;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A call that delegates to another one and measures it.
 *
 * @param <Q> the type of the messages that are sent
 * @param <A> the type of the messages that are received
 */
final class InstrumentedClientCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

	private final GrpcCallMeasurement progress;

	private final Failures failures;

	InstrumentedClientCall(ClientCall<Q, A> call, GrpcCallMeasurement progress, Failures failures) {
		super(call);
		this.progress = progress;
		this.failures = failures;
	}

	@Override
	public void start(Listener<A> listener, Metadata headers) {
		guard(() -> this.progress.started(headers));
		try {
			super.start(new InstrumentedListener(listener), headers);
		}
		catch (Throwable ex) {
			guard(() -> this.progress.failed(ex));
			throw ex;
		}
	}

	@Override
	public void sendMessage(Q message) {
		guard(() -> this.progress.sending(message));
		super.sendMessage(message);
	}

	@Override
	public void cancel(@Nullable String message, @Nullable Throwable cause) {
		guard(this.progress::cancelled);
		super.cancel(message, cause);
	}

	private void guard(Runnable work) {
		this.failures.guard(GrpcClientInstrumenter.HOOK, work);
	}

	/**
	 * Passes the responses of the call on and measures them.
	 */
	private final class InstrumentedListener extends SimpleForwardingClientCallListener<A> {

		InstrumentedListener(Listener<A> listener) {
			super(listener);
		}

		@Override
		public void onMessage(A message) {
			guard(() -> InstrumentedClientCall.this.progress.received(message));
			super.onMessage(message);
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			guard(() -> InstrumentedClientCall.this.progress.closed(status.getCode()));
			super.onClose(status, trailers);
		}

	}

}
