package io.github.resourcemonitor.grpc;

import io.github.resourcemonitor.client.ClientExchanges;
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

	private final ClientExchanges exchanges;

	InstrumentedClientCall(ClientCall<Q, A> call, GrpcCallMeasurement progress, ClientExchanges exchanges) {
		super(call);
		this.progress = progress;
		this.exchanges = exchanges;
	}

	@Override
	public void start(Listener<A> listener, Metadata headers) {
		this.exchanges.guard(() -> this.progress.started(headers));
		try {
			super.start(new InstrumentedListener(listener), headers);
		}
		catch (Throwable ex) {
			this.exchanges.guard(() -> this.progress.failed(ex));
			throw ex;
		}
	}

	@Override
	public void sendMessage(Q message) {
		this.exchanges.guard(() -> this.progress.sending(message));
		super.sendMessage(message);
	}

	@Override
	public void cancel(@Nullable String message, @Nullable Throwable cause) {
		this.exchanges.guard(this.progress::cancelled);
		super.cancel(message, cause);
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
			InstrumentedClientCall.this.exchanges.guard(() -> InstrumentedClientCall.this.progress.received(message));
			super.onMessage(message);
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			InstrumentedClientCall.this.exchanges
				.guard(() -> InstrumentedClientCall.this.progress.closed(status.getCode()));
			super.onClose(status, trailers);
		}

	}

}
