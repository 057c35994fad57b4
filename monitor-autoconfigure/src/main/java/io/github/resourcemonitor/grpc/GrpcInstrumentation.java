package io.github.resourcemonitor.grpc;

import java.util.function.Supplier;

import io.github.resourcemonitor.client.ClientExchanges;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import io.grpc.ClientInterceptor;

/**
 * Provides the interceptor that measures the calls of gRPC channels. Applications can use
 * it for channels that they build themselves:
 *
 * <pre class="code">
 * ManagedChannel channel = ManagedChannelBuilder.forTarget(…).intercept(instrumentation.interceptor()).build();
 * </pre>
 *
 * It is not an interceptor itself, so that libraries which collect interceptor beans do
 * not apply it unasked. Safe for use by any thread.
 * <p>
 * Attempts of one call are recognized by the token that the Cloud Storage client sends
 * with them, otherwise by the message: sending the same message object again, after an
 * attempt that failed with a retryable status, for the same invocation or on a thread
 * without one, is a retry of that call. An attempt fails if it ends with any status but
 * {@code OK}, unless the client {@linkplain io.grpc.ClientCall#cancel cancels} it after
 * it has received a response.
 */
public final class GrpcInstrumentation {

	private final ClientInterceptor interceptor;

	private final ClientInterceptor storageInterceptor;

	/**
	 * Create a new instrumentation.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param failures the failures of the monitor itself
	 */
	public GrpcInstrumentation(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Failures failures) {
		GrpcClientInstrumenter instrumenter = new GrpcClientInstrumenter(
				new ClientExchanges("call by gRPC", requests, invocations, failures));
		this.interceptor = new GrpcClientInterceptor(instrumenter, false);
		this.storageInterceptor = new GrpcClientInterceptor(instrumenter, true);
	}

	/**
	 * Return the interceptor that measures calls.
	 * @return the interceptor; any number of channels can share it
	 */
	public ClientInterceptor interceptor() {
		return this.interceptor;
	}

	/**
	 * Return the interceptor for the channels of clients of Cloud Storage.
	 */
	ClientInterceptor storageInterceptor() {
		return this.storageInterceptor;
	}

}
