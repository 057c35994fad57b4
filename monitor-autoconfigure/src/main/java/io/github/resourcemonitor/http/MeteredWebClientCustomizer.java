package io.github.resourcemonitor.http;

import io.github.resourcemonitor.failure.Failures;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Measures what Boot's builders build, below the filters that others have added.
 */
public final class MeteredWebClientCustomizer implements WebClientCustomizer, Ordered {

	private final WebClientInstrumentation instrumentation;

	private final Failures failures;

	/**
	 * Create a new customizer.
	 * @param instrumentation measures clients
	 * @param failures the failures of the monitor itself
	 */
	public MeteredWebClientCustomizer(WebClientInstrumentation instrumentation, Failures failures) {
		this.instrumentation = instrumentation;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(WebClient.Builder builder) {
		this.failures.guard("instrumentation of a WebClient", () -> this.instrumentation.instrument(builder));
	}

}
