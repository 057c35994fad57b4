package io.github.resourcemonitor.http;

import io.github.resourcemonitor.failure.Failures;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;

/**
 * Measures what Boot's builders build with a request factory that another bean than
 * Boot's has made.
 */
public final class MeteredRestClientCustomizer implements RestClientCustomizer, Ordered {

	private final RequestFactoryInstrumentation instrumentation;

	private final Failures failures;

	/**
	 * Create a new customizer.
	 * @param instrumentation measures request factories
	 * @param failures the failures of the monitor itself
	 */
	public MeteredRestClientCustomizer(RequestFactoryInstrumentation instrumentation, Failures failures) {
		this.instrumentation = instrumentation;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(RestClient.Builder builder) {
		this.failures.guard("instrumentation of a RestClient",
				() -> RestClientInstrumentation.instrument(builder, this.instrumentation));
	}

}
