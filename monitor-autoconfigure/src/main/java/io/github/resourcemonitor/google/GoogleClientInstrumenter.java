package io.github.resourcemonitor.google;

import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.client.ClientExchanges;
import io.github.resourcemonitor.client.ServiceNames;
import org.jspecify.annotations.Nullable;

/**
 * What measures requests of Google's HTTP client. Safe for use by any thread.
 *
 * @param exchanges starts the requests
 * @param names supplies the names of services
 * @param transfers the invocations that started transfers
 * @param redirects the calls that were redirected
 */
record GoogleClientInstrumenter(ClientExchanges exchanges, Supplier<ServiceNames> names, TransferContexts transfers,
		Redirects redirects) {

	/**
	 * Attribute the work of the calling thread to an invocation until the scope is
	 * closed.
	 * @param context the invocation, {@code null} to change nothing
	 */
	ThreadScope attach(@Nullable Invocation context) {
		return (context != null) ? this.exchanges.invocations().attach(context) : ThreadScope.NOOP;
	}

}
