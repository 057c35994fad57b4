package io.github.resourcemonitor.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;

/**
 * Measures each call of a channel, and only once if a call passes several such
 * interceptors.
 */
final class GrpcClientInterceptor implements ClientInterceptor {

	private static final CallOptions.Key<Boolean> MEASURED = CallOptions.Key.createWithDefault("resource-monitor",
			false);

	private final GrpcClientInstrumenter instrumenter;

	private final boolean storageClient;

	/**
	 * Create a new interceptor.
	 * @param instrumenter starts the measurement of calls
	 * @param storageClient whether the channel is that of a client of Cloud Storage,
	 * which takes some statuses of errors as answers
	 */
	GrpcClientInterceptor(GrpcClientInstrumenter instrumenter, boolean storageClient) {
		this.instrumenter = instrumenter;
		this.storageClient = storageClient;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (options.getOption(MEASURED)) {
			return next.newCall(method, options);
		}
		GrpcCallMeasurement progress = this.instrumenter.exchanges()
			.attempt(() -> new GrpcCallMeasurement(this.instrumenter, method, this.storageClient));
		if (progress == null) {
			return next.newCall(method, options);
		}
		return new InstrumentedClientCall<>(
				next.newCall(method, options.withOption(MEASURED, true).withStreamTracerFactory(progress)), progress,
				this.instrumenter.exchanges());
	}

}
