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
 * Has a {@link RestTemplate} use a measured request factory, below its interceptors.
 */
final class RestTemplateInstrumentation {

	private RestTemplateInstrumentation() {
	}

	/**
	 * Instrument a template.
	 * @param template the template
	 * @param instrumentation measures request factories
	 * @return whether its requests are measured
	 */
	static boolean instrument(RestTemplate template, RequestFactoryInstrumentation instrumentation) {
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
		ClientHttpRequestFactory measured = instrumentation.instrument(factory);
		if (measured != factory) {
			template.setRequestFactory(measured);
		}
		return true;
	}

	/**
	 * What the template puts round its factory whenever it is asked for it.
	 */
	private static ClientHttpRequestFactory unwrap(ClientHttpRequestFactory factory, Class<?> type) {
		return (factory.getClass() == type) ? ((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate()
				: factory;
	}

}
