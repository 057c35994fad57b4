package io.github.resourcemonitor.http;

import java.util.Collection;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Builds the request factories that another builder builds, measured.
 */
final class InstrumentedClientHttpRequestFactoryBuilder
		implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {

	private final ClientHttpRequestFactoryBuilder<?> builder;

	private final RequestFactoryInstrumentation instrumentation;

	InstrumentedClientHttpRequestFactoryBuilder(ClientHttpRequestFactoryBuilder<?> builder,
			RequestFactoryInstrumentation instrumentation) {
		this.builder = builder;
		this.instrumentation = instrumentation;
	}

	@Override
	public ClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
		return this.instrumentation.instrument(this.builder.build(settings));
	}

	/**
	 * Customizers are for the factories of the other builder.
	 */
	@Override
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> withCustomizers(
			Collection<Consumer<ClientHttpRequestFactory>> customizers) {
		return new InstrumentedClientHttpRequestFactoryBuilder(
				((ClientHttpRequestFactoryBuilder) this.builder).withCustomizers(customizers), this.instrumentation);
	}

}
