package io.github.resourcemonitor.http;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes a {@code WebClient} measure what it sends. The application can use it for those
 * that it builds itself and that are no beans:
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
	 * Have what a builder builds be measured. Filters that are added later work below the
	 * measurement: what they repeat is one request.
	 * @param builder the builder
	 * @return whether it was changed, because it was not so already
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
