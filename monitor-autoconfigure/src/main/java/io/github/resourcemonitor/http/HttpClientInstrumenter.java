package io.github.resourcemonitor.http;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * Starts the measurement of requests of HTTP clients. The host identifies the service,
 * and the operation is the method: {@code GET} downloads, {@code PUT}, {@code POST} and
 * {@code PATCH} upload. Safe for use by any thread.
 * <p>
 * Bodies are counted at the interface of the HTTP library. Compression, decompression,
 * redirects and retries inside the library are below that: the clients of the JDK,
 * Apache, Jetty and Reactor Netty return decompressed responses if configured to.
 */
public final class HttpClientInstrumenter {

	private static final String HOOK = "request of an HTTP client";

	private final Supplier<ServiceRequests> requests;

	private final Supplier<Invocations> invocations;

	private final Supplier<ServiceNames> names;

	private final Failures failures;

	/**
	 * Create a new instrumenter.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param names supplies the names of services
	 * @param failures the failures of the monitor itself
	 */
	public HttpClientInstrumenter(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Supplier<ServiceNames> names, Failures failures) {
		this.requests = requests;
		this.invocations = invocations;
		this.names = names;
		this.failures = failures;
	}

	/**
	 * Start the measurement of a request that the calling thread is about to send.
	 * @param method its method
	 * @param uri its URI
	 * @return the measurement; {@code null} if it could not be started
	 */
	@Nullable HttpExchangeMeasurement start(String method, URI uri) {
		return this.failures.attempt(HOOK, () -> start(method, uri, (Invocation) null));
	}

	/**
	 * Start the measurement of a request that the calling thread is about to send. The
	 * thread may be one of Reactor's, without an invocation; then the context of the
	 * subscriber is used.
	 * @param method its method
	 * @param uri its URI
	 * @param context looks up a key in the context of the subscriber
	 * @return the measurement; {@code null} if it could not be started
	 */
	@Nullable HttpExchangeMeasurement start(String method, URI uri, Function<Object, @Nullable Object> context) {
		return this.failures.attempt(HOOK, () -> {
			Invocations invocations = this.invocations.get();
			boolean known = invocations.capture() != null;
			return start(method, uri,
					(!known && context.apply(invocations) instanceof Invocation invocation) ? invocation : null);
		});
	}

	private HttpExchangeMeasurement start(String method, URI uri, @Nullable Invocation context) {
		ServiceOperation operation = new ServiceOperation(this.names.get().of(host(uri)), method, direction(method));
		return new HttpExchangeMeasurement(this.requests.get().start(operation, context), operation);
	}

	private static String host(URI uri) {
		if (uri.getHost() != null) {
			return (uri.getPort() >= 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		}
		// java.net.URI has no host for names with an underscore.
		String authority = uri.getRawAuthority();
		return (authority != null) ? authority.substring(authority.lastIndexOf('@') + 1) : "unknown";
	}

	private static CallDirection direction(String method) {
		return switch (method) {
			case "GET" -> CallDirection.DOWNLOAD;
			case "PUT", "POST", "PATCH" -> CallDirection.UPLOAD;
			default -> CallDirection.NONE;
		};
	}

	Failures failures() {
		return this.failures;
	}

}
