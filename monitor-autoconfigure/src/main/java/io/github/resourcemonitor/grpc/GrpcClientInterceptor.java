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

	GrpcClientInterceptor(GrpcClientInstrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (options.getOption(MEASURED)) {
			return next.newCall(method, options);
		}
		GrpcCallMeasurement progress = this.instrumenter.exchanges()
			.attempt(() -> new GrpcCallMeasurement(this.instrumenter, method));
		if (progress == null) {
			return next.newCall(method, options);
		}
		return new InstrumentedClientCall<>(
				next.newCall(method, options.withOption(MEASURED, true).withStreamTracerFactory(progress)), progress,
				this.instrumenter.exchanges());
	}

}
