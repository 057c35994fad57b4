package io.github.resourcemonitor.http;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Instruments a {@code WebClient}. Applications can use it for clients that they build
 * themselves and that are not beans:
 *
 * <pre class="code">
 * WebClient.Builder builder = WebClient.builder();
 * instrumentation.instrument(builder);
 * </pre>
 *
 * Safe for use by any thread.
 */
public final class WebClientInstrumentation {

	private final WebClientExchangeFilter filter;

	/**
	 * Create a new instrumentation.
	 * @param instrumenter starts the measurement of requests
	 */
	public WebClientInstrumentation(HttpClientInstrumenter instrumenter) {
		this.filter = new WebClientExchangeFilter(instrumenter);
	}

	/**
	 * Instrument the clients that a builder builds. Filters that are added later run
	 * below the measurement, and what they retry counts as one request, unless the
	 * builder is a bean: then it is instrumented once more when it builds a client.
	 * @param builder the builder
	 * @return whether the builder was changed; {@code false} if it was already
	 * instrumented
	 */
	public boolean instrument(WebClient.Builder builder) {
		AtomicBoolean changed = new AtomicBoolean();
		builder.filters((filters) -> {
			boolean last = !filters.isEmpty() && filters.get(filters.size() - 1) instanceof WebClientExchangeFilter;
			if (!last) {
				filters.removeIf(WebClientExchangeFilter.class::isInstance);
				filters.add(this.filter);
				changed.set(true);
			}
		});
		return changed.get();
	}

}
