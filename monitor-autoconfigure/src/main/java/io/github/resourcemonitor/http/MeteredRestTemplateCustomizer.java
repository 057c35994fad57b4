package io.github.resourcemonitor.http;

import io.github.resourcemonitor.failure.Failures;

import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestTemplate;

/**
 * Measures templates that Boot's builder builds, after others have set their request
 * factory.
 */
public final class MeteredRestTemplateCustomizer implements RestTemplateCustomizer, Ordered {

	private final RequestFactoryInstrumentation instrumentation;

	private final Failures failures;

	/**
	 * Create a new customizer.
	 * @param instrumentation measures request factories
	 * @param failures the failures of the monitor itself
	 */
	public MeteredRestTemplateCustomizer(RequestFactoryInstrumentation instrumentation, Failures failures) {
		this.instrumentation = instrumentation;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(RestTemplate template) {
		this.failures.guard("instrumentation of a RestTemplate",
				() -> RestTemplateInstrumentation.instrument(template, this.instrumentation));
	}

}
