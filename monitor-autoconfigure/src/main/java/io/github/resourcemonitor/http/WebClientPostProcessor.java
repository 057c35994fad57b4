package io.github.resourcemonitor.http;

import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Instruments {@code WebClient} builders that are beans, and rebuilds clients that are
 * beans if Boot did not build them or filters were added since.
 */
public final class WebClientPostProcessor extends ClientPostProcessor {

	private final WebClientInstrumentation instrumentation;

	private final LastMomentInstrumentation<WebClient.Builder, WebClient> lastMoment;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures clients
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public WebClientPostProcessor(WebClientInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		super("instrumentation of a WebClient", uninstrumented, failures);
		this.instrumentation = instrumentation;
		this.lastMoment = new LastMomentInstrumentation<>(WebClient.Builder.class, WebClient.class,
				instrumentation::instrument, failures);
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (bean instanceof WebClient.Builder builder) {
			return this.lastMoment.builder(builder);
		}
		return (bean instanceof WebClient client && LastMomentInstrumentation.isSpringsOwn(client, WebClient.class))
				? this.lastMoment.client(rebuild(client)) : null;
	}

	private WebClient rebuild(WebClient client) {
		WebClient.Builder builder = client.mutate();
		return this.instrumentation.instrument(builder) ? builder.build() : client;
	}

}
