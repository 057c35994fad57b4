package io.github.resourcemonitor.google;

import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.client.ClientExchanges;
import io.github.resourcemonitor.client.ServiceNames;
import org.jspecify.annotations.Nullable;

/**
 * Starts the measurement of requests of Google's HTTP client. Safe for use by any thread.
 */
final class GoogleClientInstrumenter {

	private final ClientExchanges exchanges;

	private final Supplier<ServiceNames> names;

	private final TransferContexts transfers = new TransferContexts();

	/**
	 * Create a new instrumenter.
	 * @param exchanges starts the requests
	 * @param names supplies the names of services
	 */
	GoogleClientInstrumenter(ClientExchanges exchanges, Supplier<ServiceNames> names) {
		this.exchanges = exchanges;
		this.names = names;
	}

	ClientExchanges exchanges() {
		return this.exchanges;
	}

	/**
	 * Return the name of the service at a host.
	 */
	String serviceName(String host) {
		return this.names.get().of(host);
	}

	/**
	 * Attribute the work of the calling thread to an invocation until the scope is
	 * closed.
	 * @param context the invocation, {@code null} to change nothing
	 */
	ThreadScope attach(@Nullable Invocation context) {
		return (context != null) ? this.exchanges.invocations().attach(context) : ThreadScope.NOOP;
	}

	TransferContexts transfers() {
		return this.transfers;
	}

}
