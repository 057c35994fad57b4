package io.github.resourcemonitor.http;

import java.util.Collection;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * A builder that instruments the request factories which another builder builds.
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
	 * Customizers apply to the factories of the other builder.
	 */
	@Override
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> withCustomizers(
			Collection<Consumer<ClientHttpRequestFactory>> customizers) {
		return new InstrumentedClientHttpRequestFactoryBuilder(
				((ClientHttpRequestFactoryBuilder) this.builder).withCustomizers(customizers), this.instrumentation);
	}

}
