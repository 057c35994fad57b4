package io.github.resourcemonitor.http;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;

/**
 * Makes a {@link RestClient} use an instrumented request factory. The client does not
 * expose its request factory, so its fields are read; if they are not accessible, the
 * client stays as it is. Safe for use by any thread.
 */
public final class RestClientInstrumentation {

	private final RequestFactoryInstrumentation instrumentation;

	/**
	 * Create a new instrumentation.
	 * @param instrumentation measures request factories
	 */
	public RestClientInstrumentation(RequestFactoryInstrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	/**
	 * Instrument the clients that a builder builds.
	 * @param builder the builder
	 */
	public void instrument(RestClient.Builder builder) {
		ClientHttpRequestFactory factory = factory(builder, "requestFactory");
		if (factory == null) {
			// The builder creates its request factory when it builds a client.
			factory = factory(builder.clone().build(), "clientRequestFactory");
		}
		if (factory != null) {
			builder.requestFactory(this.instrumentation.instrument(factory));
		}
	}

	/**
	 * Rebuild a client with an instrumented request factory.
	 * @param client the client
	 * @return the client; the same instance if it is already instrumented or cannot be
	 */
	RestClient instrument(RestClient client) {
		ClientHttpRequestFactory factory = factory(client, "clientRequestFactory");
		ClientHttpRequestFactory measured = (factory != null) ? this.instrumentation.instrument(factory) : null;
		return (measured == null || measured == factory) ? client : client.mutate().requestFactory(measured).build();
	}

	private static @Nullable ClientHttpRequestFactory factory(Object client, String name) {
		if (!LastMomentInstrumentation.isSpringsOwn(client, RestClient.class)) {
			return null;
		}
		Field field = ReflectionUtils.findField(client.getClass(), name, ClientHttpRequestFactory.class);
		if (field == null || !field.trySetAccessible()) {
			return null;
		}
		return (ClientHttpRequestFactory) ReflectionUtils.getField(field, client);
	}

}
