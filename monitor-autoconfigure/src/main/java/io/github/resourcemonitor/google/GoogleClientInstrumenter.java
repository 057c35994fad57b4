package io.github.resourcemonitor.google;

import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * Starts the measurement of requests of Google's HTTP client. Safe for use by any thread.
 */
final class GoogleClientInstrumenter {

	private final Supplier<ServiceRequests> requests;

	private final Supplier<Invocations> invocations;

	private final Supplier<ServiceNames> names;

	private final TransferContexts transfers = new TransferContexts();

	private final Failures failures;

	/**
	 * Create a new instrumenter.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param names supplies the names of services
	 * @param failures the failures of the monitor itself
	 */
	GoogleClientInstrumenter(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Supplier<ServiceNames> names, Failures failures) {
		this.requests = requests;
		this.invocations = invocations;
		this.names = names;
		this.failures = failures;
	}

	/**
	 * Return the name of the service at a host.
	 */
	String serviceName(String host) {
		return this.names.get().of(host);
	}

	/**
	 * Start a request.
	 * @param operation what is called
	 * @param context the invocation that it is attributed to, {@code null} for that of
	 * the calling thread
	 * @param keys what attempts of the same call have in common
	 */
	ServiceRequest start(ServiceOperation operation, @Nullable Invocation context, String... keys) {
		return this.requests.get().start(operation, context, keys);
	}

	/**
	 * Attribute the work of the calling thread to an invocation until the scope is
	 * closed.
	 * @param context the invocation, {@code null} to change nothing
	 */
	ThreadScope attach(@Nullable Invocation context) {
		return (context != null) ? this.invocations.get().attach(context) : ThreadScope.NOOP;
	}

	/**
	 * Return the invocation that the work of the calling thread is attributed to.
	 */
	@Nullable Invocation current() {
		return this.invocations.get().capture();
	}

	TransferContexts transfers() {
		return this.transfers;
	}

	Failures failures() {
		return this.failures;
	}

}
