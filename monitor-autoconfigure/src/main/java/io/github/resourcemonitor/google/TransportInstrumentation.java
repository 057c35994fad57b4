package io.github.resourcemonitor.google;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.github.resourcemonitor.client.ClientExchanges;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * Instruments transports of Google's HTTP client. Applications can use it for clients
 * that they build themselves and that are not beans:
 *
 * <pre class="code">
 * Drive drive = new Drive.Builder(instrumentation.instrument(new NetHttpTransport()), json, credentials).build();
 * </pre>
 *
 * Safe for use by any thread.
 */
public final class TransportInstrumentation {

	/**
	 * Transports create requests in a protected method, which a wrapper of another class
	 * cannot call directly.
	 */
	private static final @Nullable MethodHandle BUILD_REQUEST = buildRequest();

	private final GoogleClientInstrumenter instrumenter;

	/**
	 * Create a new instrumentation.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param names supplies the names of services
	 * @param failures the failures of the monitor itself
	 */
	public TransportInstrumentation(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Supplier<ServiceNames> names, Failures failures) {
		this.instrumenter = new GoogleClientInstrumenter(
				new ClientExchanges("request of a Google client", requests, invocations, failures), names,
				new TransferContexts(), new Redirects());
	}

	private static @Nullable MethodHandle buildRequest() {
		try {
			return MethodHandles.privateLookupIn(HttpTransport.class, MethodHandles.lookup())
				.findVirtual(HttpTransport.class, "buildRequest",
						MethodType.methodType(LowLevelHttpRequest.class, String.class, String.class));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return whether transports can be instrumented: that requires access to a protected
	 * method of {@link HttpTransport}.
	 * @return whether they can
	 */
	static boolean isPossible() {
		return BUILD_REQUEST != null;
	}

	/**
	 * Return a transport that delegates to another one and measures its requests. The
	 * host of each request identifies the service.
	 * @param transport the other transport
	 * @return the transport; the same instance if it is already instrumented or cannot be
	 */
	public HttpTransport instrument(HttpTransport transport) {
		return instrument(transport, null);
	}

	/**
	 * Return a transport that delegates to another one and measures its requests.
	 * @param transport the other transport
	 * @param client the client that uses it, {@code null} to derive the service from the
	 * host of each request
	 * @return the transport; the same instance if it is already instrumented or cannot be
	 */
	HttpTransport instrument(HttpTransport transport, @Nullable GoogleServiceClient client) {
		MethodHandle buildRequest = BUILD_REQUEST;
		return (buildRequest == null || transport instanceof InstrumentedHttpTransport) ? transport
				: new InstrumentedHttpTransport(transport, buildRequest, client, this.instrumenter);
	}

	GoogleClientInstrumenter instrumenter() {
		return this.instrumenter;
	}

}
