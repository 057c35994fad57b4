package io.github.resourcemonitor.http;

import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Instruments beans that the application creates itself: each {@link RestTemplate},
 * {@link RestClient} and builder of one, and each bean that is declared as
 * {@link ClientHttpRequestFactory}.
 */
public final class RestClientPostProcessor extends ClientPostProcessor {

	private final RequestFactoryInstrumentation instrumentation;

	private final RestTemplateInstrumentation templates;

	private final RestClientInstrumentation clients;

	private final LastMomentInstrumentation<RestClient.Builder, RestClient> lastMoment;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures request factories
	 * @param templates instruments templates
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public RestClientPostProcessor(RequestFactoryInstrumentation instrumentation, RestTemplateInstrumentation templates,
			UninstrumentedClients uninstrumented, Failures failures) {
		super("instrumentation of an HTTP client", uninstrumented, failures);
		this.instrumentation = instrumentation;
		this.templates = templates;
		this.clients = new RestClientInstrumentation(instrumentation);
		this.lastMoment = new LastMomentInstrumentation<>(RestClient.Builder.class, RestClient.class,
				this.clients::instrument, failures);
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (bean instanceof RestTemplate template) {
			instrument(template, beanName);
		}
		else if (bean instanceof RestClient client) {
			return LastMomentInstrumentation.isSpringsOwn(client, RestClient.class)
					? this.lastMoment.client(this.clients.instrument(client)) : null;
		}
		else if (bean instanceof RestClient.Builder builder) {
			return this.lastMoment.builder(builder);
		}
		else if (bean instanceof ClientHttpRequestFactory factory
				&& isDeclaredAs(beanName, ClientHttpRequestFactory.class)) {
			return this.instrumentation.instrument(factory);
		}
		return null;
	}

	private void instrument(RestTemplate template, String beanName) {
		if (!this.templates.instrument(template, beanName)) {
			reportUninstrumented(template, beanName, "it creates its request factory itself",
					"Let its method getRequestFactory() return a factory from the bean "
							+ "'resourceMonitorRequestFactoryInstrumentation'");
		}
	}

}
