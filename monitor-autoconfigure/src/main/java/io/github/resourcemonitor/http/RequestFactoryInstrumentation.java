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

	private final HttpRequests requests;

	/**
	 * Create a new instrumentation.
	 * @param requests starts the measurement of requests
	 */
	public RequestFactoryInstrumentation(HttpRequests requests) {
		this.requests = requests;
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
				? new MeteredRequestFactory.WithLifecycle(factory, lifecycle, this.requests)
				: new MeteredRequestFactory(factory, this.requests);
	}

	private static boolean isInstrumented(ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory candidate = factory;
		while (candidate instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			if (wrapper instanceof MeteredRequestFactory) {
				return true;
			}
			candidate = wrapper.getDelegate();
		}
		return false;
	}

}
