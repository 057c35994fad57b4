package io.github.resourcemonitor.http;

import java.lang.reflect.Method;

import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.support.InterceptingHttpAccessor;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestTemplate;

/**
 * Makes a {@link RestTemplate} use an instrumented request factory, below its
 * interceptors. Safe for use by any thread.
 */
public final class RestTemplateInstrumentation {

	private final RequestFactoryInstrumentation instrumentation;

	/**
	 * Create a new instrumentation.
	 * @param instrumentation measures request factories
	 */
	public RestTemplateInstrumentation(RequestFactoryInstrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	/**
	 * Instrument a template.
	 * @param template the template
	 * @return whether its requests are measured
	 */
	public boolean instrument(RestTemplate template) {
		Method getter = ReflectionUtils.findMethod(template.getClass(), "getRequestFactory");
		if (getter == null || getter.getDeclaringClass() != InterceptingHttpAccessor.class) {
			return false;
		}
		ClientHttpRequestFactory factory = template.getRequestFactory();
		if (!template.getInterceptors().isEmpty()) {
			factory = unwrap(factory, InterceptingClientHttpRequestFactory.class);
		}
		if (template.getBufferingPredicate() != null) {
			factory = unwrap(factory, BufferingClientHttpRequestFactory.class);
		}
		ClientHttpRequestFactory measured = this.instrumentation.instrument(factory);
		if (measured != factory) {
			template.setRequestFactory(measured);
		}
		return true;
	}

	/**
	 * Remove a wrapper that the template adds whenever its factory is requested.
	 */
	private static ClientHttpRequestFactory unwrap(ClientHttpRequestFactory factory, Class<?> type) {
		return (factory.getClass() == type) ? ((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate()
				: factory;
	}

}
