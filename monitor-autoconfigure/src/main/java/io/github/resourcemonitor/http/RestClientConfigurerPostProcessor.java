package io.github.resourcemonitor.http;

import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.web.client.RestClient;

/**
 * Instruments the builders that Boot's configurer configures, which need not be beans,
 * when they build clients.
 */
public final class RestClientConfigurerPostProcessor extends ClientPostProcessor {

	private final LastMomentInstrumentation<RestClient.Builder, RestClient> lastMoment;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures request factories
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public RestClientConfigurerPostProcessor(RequestFactoryInstrumentation instrumentation,
			UninstrumentedClients uninstrumented, Failures failures) {
		super("instrumentation of an HTTP client", uninstrumented, failures);
		this.lastMoment = new LastMomentInstrumentation<>(RestClient.Builder.class, RestClient.class,
				new RestClientInstrumentation(instrumentation)::instrument, failures);
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		return (bean.getClass() == RestClientBuilderConfigurer.class)
				? new InstrumentedConfigurer((RestClientBuilderConfigurer) bean) : null;
	}

	/**
	 * A configurer whose builders are instrumented when they build clients.
	 */
	private final class InstrumentedConfigurer extends RestClientBuilderConfigurer {

		private final RestClientBuilderConfigurer configurer;

		InstrumentedConfigurer(RestClientBuilderConfigurer configurer) {
			this.configurer = configurer;
		}

		@Override
		public RestClient.Builder configure(RestClient.Builder builder) {
			return RestClientConfigurerPostProcessor.this.lastMoment.builder(this.configurer.configure(builder));
		}

	}

}
