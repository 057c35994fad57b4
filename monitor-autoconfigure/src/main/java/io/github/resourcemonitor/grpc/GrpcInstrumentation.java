package io.github.resourcemonitor.grpc;

import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import io.grpc.ClientInterceptor;

/**
 * Makes channels of gRPC measure the calls that are made through them. The application
 * can use it for channels that it builds itself:
 *
 * <pre class="code">
 * ManagedChannel channel = ManagedChannelBuilder.forTarget(…).intercept(instrumentation.interceptor()).build();
 * </pre>
 *
 * It is no interceptor itself, so that nobody who collects these finds one that the
 * application has not asked for. Safe for use by any thread.
 * <p>
 * Attempts of one call are told by the token that the client of Cloud Storage sends with
 * them, else by the message: whoever sends the very object again that an attempt failed
 * with, with a status that is worth another attempt, for the same invocation or on a
 * thread that works for none, repeats that call. An attempt that ends with any status but
 * {@code OK} failed; one that the client itself {@linkplain io.grpc.ClientCall#cancel
 * cancels} when it has enough of the answer did not.
 */
public final class GrpcInstrumentation {

	private final ClientInterceptor interceptor;

	/**
	 * Create a new instrumentation.
	 * @param requests supplies where requests are told; asked at the first one
	 * @param invocations supplies the invocations
	 * @param failures the failures of the monitor itself
	 */
	public GrpcInstrumentation(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Failures failures) {
		this.interceptor = new GrpcClientInterceptor(new GrpcClientInstrumenter(requests, invocations, failures));
	}

	/**
	 * Return the interceptor that measures calls.
	 * @return the interceptor; it may be used by any number of channels
	 */
	public ClientInterceptor interceptor() {
		return this.interceptor;
	}

}
