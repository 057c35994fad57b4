package io.github.resourcemonitor.http;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;

/**
 * Has a {@link RestClient} use a measured request factory. It does not tell which one it
 * uses, so its fields are read; where they cannot be, it is left as it is.
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
	 * Have what a builder builds be measured.
	 * @param builder the builder
	 */
	public void instrument(RestClient.Builder builder) {
		ClientHttpRequestFactory factory = factory(builder, "requestFactory");
		if (factory == null) {
			// It is made when the client is.
			factory = factory(builder.clone().build(), "clientRequestFactory");
		}
		if (factory != null) {
			builder.requestFactory(this.instrumentation.instrument(factory));
		}
	}

	/**
	 * Build a client anew, measured.
	 * @param client the client
	 * @return the client; the very instance if it is measured already or cannot be
	 */
	RestClient instrument(RestClient client) {
		ClientHttpRequestFactory factory = factory(client, "clientRequestFactory");
		ClientHttpRequestFactory measured = (factory != null) ? this.instrumentation.instrument(factory) : null;
		return (measured == null || measured == factory) ? client : client.mutate().requestFactory(measured).build();
	}

	private static @Nullable ClientHttpRequestFactory factory(Object client, String name) {
		Class<?> type = client.getClass();
		if (!type.getPackageName().equals(ClassUtils.getPackageName(RestClient.class))) {
			return null;
		}
		Field field = ReflectionUtils.findField(type, name, ClientHttpRequestFactory.class);
		if (field == null || !field.trySetAccessible()) {
			return null;
		}
		return (ClientHttpRequestFactory) ReflectionUtils.getField(field, client);
	}

}
