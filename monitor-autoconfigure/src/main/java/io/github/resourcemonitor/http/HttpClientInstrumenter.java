package io.github.resourcemonitor.http;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.ClientExchanges;
import io.github.resourcemonitor.client.HttpMethods;
import io.github.resourcemonitor.client.KnownOperations;
import io.github.resourcemonitor.client.RequestUrl;
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

	private final ClientExchanges exchanges;

	private final Supplier<ServiceNames> names;

	private final KnownOperations<Target> operations = new KnownOperations<>(this::operation);

	/**
	 * Create a new instrumenter.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param names supplies the names of services
	 * @param failures the failures of the monitor itself
	 */
	public HttpClientInstrumenter(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Supplier<ServiceNames> names, Failures failures) {
		this.exchanges = new ClientExchanges("request of an HTTP client", requests, invocations, failures);
		this.names = names;
	}

	/**
	 * Start the measurement of a request that the calling thread is about to send.
	 * @param method its method
	 * @param host supplies the host, with the port if there is one
	 * @return the measurement
	 */
	HttpExchangeMeasurement start(String method, Supplier<String> host) {
		return start(method, host, (key) -> null);
	}

	/**
	 * Start the measurement of a request that the calling thread is about to send. The
	 * thread may be one of Reactor's, without an invocation; then the context of the
	 * subscriber is used.
	 * @param method its method
	 * @param host supplies the host, with the port if there is one
	 * @param context looks up a key in the context of the subscriber
	 * @return the measurement
	 */
	HttpExchangeMeasurement start(String method, Supplier<String> host, Function<Object, @Nullable Object> context) {
		HttpExchangeMeasurement started = this.exchanges.attempt(() -> {
			Invocations invocations = this.exchanges.invocations();
			Object subscriber = (invocations.capture() == null) ? context.apply(invocations) : null;
			ServiceOperation operation = this.operations.get(new Target(host.get(), HttpMethods.name(method)));
			return new HttpExchangeMeasurement(
					this.exchanges.start(operation, (subscriber instanceof Invocation invocation) ? invocation : null),
					operation);
		});
		return (started != null) ? started : HttpExchangeMeasurement.unmeasured();
	}

	private ServiceOperation operation(Target target) {
		return new ServiceOperation(this.names.get().of(target.host()), target.method(), direction(target.method()));
	}

	static String host(URI uri) {
		if (uri.getHost() != null) {
			return (uri.getPort() >= 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		}
		// java.net.URI has no host for names with an underscore.
		return RequestUrl.host(uri.getRawAuthority());
	}

	private static CallDirection direction(String method) {
		return switch (method) {
			case "GET" -> CallDirection.DOWNLOAD;
			case "PUT", "POST", "PATCH" -> CallDirection.UPLOAD;
			default -> CallDirection.NONE;
		};
	}

	ClientExchanges exchanges() {
		return this.exchanges;
	}

	/**
	 * What an operation is derived from.
	 *
	 * @param host the host, with the port if there is one
	 * @param method the method
	 */
	private record Target(String host, String method) {

	}

}
