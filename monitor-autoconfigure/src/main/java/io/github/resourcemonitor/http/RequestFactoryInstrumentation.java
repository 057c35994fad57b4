package io.github.resourcemonitor.http;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes request factories, and the clients of Spring that use them, measure what they
 * send. The application can use it for clients that it builds itself and that are no
 * beans:
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
	 * Return a factory that makes the requests that another makes, measured. It is an
	 * {@link AbstractClientHttpRequestFactoryWrapper}, so that the other one can be had
	 * from it.
	 * @param factory the other factory
	 * @return the factory; the very instance if its requests are measured already
	 */
	public ClientHttpRequestFactory instrument(ClientHttpRequestFactory factory) {
		if (isInstrumented(factory)) {
			return factory;
		}
		return (factory instanceof SmartLifecycle lifecycle)
				? new InstrumentedClientHttpRequestFactory.WithLifecycle(factory, lifecycle, this.instrumenter)
				: new InstrumentedClientHttpRequestFactory(factory, this.instrumenter);
	}

	private static boolean isInstrumented(ClientHttpRequestFactory factory) {
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
