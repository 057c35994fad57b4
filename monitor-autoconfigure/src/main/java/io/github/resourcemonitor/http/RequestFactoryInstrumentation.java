package io.github.resourcemonitor.http;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Instruments request factories, and thereby the Spring clients that use them.
 * Applications can use it for clients that they build themselves and that are not beans:
 *
 * <pre class="code">
 * RestClient client = RestClient.builder()
 * 	.requestFactory(instrumentation.instrument(new JdkClientHttpRequestFactory()))
 * 	.build();
 * </pre>
 *
 * Safe for use by any thread.
 */
public final class RequestFactoryInstrumentation {

	private final HttpClientInstrumenter instrumenter;

	/**
	 * Create a new instrumentation.
	 * @param instrumenter starts the measurement of requests
	 */
	public RequestFactoryInstrumentation(HttpClientInstrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/**
	 * Return a factory that instruments the requests of another one. It is an
	 * {@link AbstractClientHttpRequestFactoryWrapper}, so the other factory stays
	 * accessible.
	 * @param factory the other factory
	 * @return the factory; the same instance if it is already instrumented
	 */
	public ClientHttpRequestFactory instrument(ClientHttpRequestFactory factory) {
		if (isInstrumented(factory)) {
			return factory;
		}
		return (factory instanceof SmartLifecycle lifecycle)
				? new InstrumentedClientHttpRequestFactory.WithLifecycle(factory, lifecycle, this.instrumenter)
				: new InstrumentedClientHttpRequestFactory(factory, this.instrumenter);
	}

	/**
	 * Return whether the requests that a factory creates are measured.
	 */
	static boolean isInstrumented(ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory candidate = factory;
		while (candidate instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			if (wrapper instanceof InstrumentedClientHttpRequestFactory) {
				return true;
			}
			candidate = wrapper.getDelegate();
		}
		return false;
	}

}
