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
 * Starts the measurement of what HTTP clients send. The service is told by the host, the
 * operation is the method: {@code GET} downloads, {@code PUT}, {@code POST} and
 * {@code PATCH} upload. Safe for use by any thread.
 * <p>
 * Bodies are counted as the library that sends them takes them and hands them over. One
 * that compresses, decompresses, follows redirects or repeats a request by itself does so
 * below that: the JDK's, Apache's, Jetty's and Reactor Netty's clients hand over answers
 * that they have decompressed, if they are told to.
 */
public final class HttpClientInstrumenter {

	private static final String HOOK = "request of an HTTP client";

	private final Supplier<ServiceRequests> requests;

	private final Supplier<Invocations> invocations;

	private final Supplier<ServiceNames> names;

	private final Failures failures;

	/**
	 * Create new requests.
	 * @param requests supplies where requests are told; asked at the first one
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
	 * A request is about to be sent by the calling thread.
	 * @param method its method
	 * @param uri where it goes
	 * @return what is told of it; {@code null} if it cannot be measured
	 */
	@Nullable HttpExchangeMeasurement start(String method, URI uri) {
		return this.failures.attempt(HOOK, () -> start(method, uri, (Invocation) null));
	}

	/**
	 * A request is about to be sent by the calling thread, which may be one of Reactor's
	 * own that works for nobody.
	 * @param method its method
	 * @param uri where it goes
	 * @param context tells by a key what the subscriber works for
	 * @return what is told of it; {@code null} if it cannot be measured
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
		// A name with an underscore is not a host to Java.
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
