package io.github.resourcemonitor.google;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * Makes transports of Google's HTTP client measure what they carry. The application can
 * use it for clients that it builds itself and that are no beans:
 *
 * <pre class="code">
 * Drive drive = new Drive.Builder(instrumentation.instrument(new NetHttpTransport()), json, credentials).build();
 * </pre>
 *
 * Safe for use by any thread.
 */
public final class TransportInstrumentation {

	/**
	 * A transport makes its requests by a method that only its subclasses may call, and
	 * one that wraps another is not that one's subclass.
	 */
	private static final @Nullable MethodHandle BUILD_REQUEST = buildRequest();

	private final GoogleClientInstrumenter instrumenter;

	/**
	 * Create a new instrumentation.
	 * @param requests supplies where requests are told; asked at the first one
	 * @param invocations supplies the invocations
	 * @param names supplies the names of services
	 * @param failures the failures of the monitor itself
	 */
	public TransportInstrumentation(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Supplier<ServiceNames> names, Failures failures) {
		this.instrumenter = new GoogleClientInstrumenter(requests, invocations, names, failures);
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
	 * Return whether transports can be instrumented here: it takes access to a method of
	 * {@link HttpTransport} that is not public.
	 * @return whether they can
	 */
	static boolean isPossible() {
		return BUILD_REQUEST != null;
	}

	/**
	 * Return a transport that does what another does, and measures it. What is called is
	 * told by the host of each request.
	 * @param transport the other transport
	 * @return the transport; the very instance if it is measured already or cannot be
	 */
	public HttpTransport instrument(HttpTransport transport) {
		return instrument(transport, null);
	}

	/**
	 * Return a transport that does what another does, and measures it.
	 * @param transport the other transport
	 * @param service the name of the service, {@code null} to tell it by the host
	 * @return the transport; the very instance if it is measured already or cannot be
	 */
	HttpTransport instrument(HttpTransport transport, @Nullable String service) {
		MethodHandle buildRequest = BUILD_REQUEST;
		return (buildRequest == null || transport instanceof InstrumentedHttpTransport) ? transport
				: new InstrumentedHttpTransport(transport, buildRequest, service, this.instrumenter);
	}

	GoogleClientInstrumenter instrumenter() {
		return this.instrumenter;
	}

}
