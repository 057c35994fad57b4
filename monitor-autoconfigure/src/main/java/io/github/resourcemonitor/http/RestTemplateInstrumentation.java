package io.github.resourcemonitor.http;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.support.InterceptingHttpAccessor;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestTemplate;

/**
 * Makes a {@link RestTemplate} use an instrumented request factory, below its
 * interceptors.
 * <p>
 * The application can set another request factory at any time. Those that it sets while
 * its beans are created are instrumented before the application starts. One that it sets
 * later is instrumented when it has created its first request, which is too late for that
 * request; the template is reported. Safe for use by any thread.
 */
public final class RestTemplateInstrumentation implements SmartInitializingSingleton {

	private static final String TEST_PACKAGE = "org.springframework.test.";

	private final RequestFactoryInstrumentation instrumentation;

	private final UninstrumentedClients uninstrumented;

	private final Failures failures;

	private final Set<RestTemplate> templates = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Create a new instrumentation.
	 * @param instrumentation measures request factories
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public RestTemplateInstrumentation(RequestFactoryInstrumentation instrumentation,
			UninstrumentedClients uninstrumented, Failures failures) {
		this.instrumentation = instrumentation;
		this.uninstrumented = uninstrumented;
		this.failures = failures;
	}

	/**
	 * Instrument a template.
	 * @param template the template
	 * @param name the name under which it is reported, {@code null} if it is not known
	 * @return whether its requests are measured
	 */
	public boolean instrument(RestTemplate template, @Nullable String name) {
		Method getter = ReflectionUtils.findMethod(template.getClass(), "getRequestFactory");
		if (getter == null || getter.getDeclaringClass() != InterceptingHttpAccessor.class) {
			return false;
		}
		instrumentFactory(template);
		this.templates.add(template);
		check(template).name = (name != null) ? name : check(template).name;
		return true;
	}

	/**
	 * Return the check of a template, after adding it if there is none.
	 */
	private FactoryCheck check(RestTemplate template) {
		List<ClientHttpRequestInitializer> initializers = template.getClientHttpRequestInitializers();
		for (ClientHttpRequestInitializer initializer : initializers) {
			if (initializer instanceof FactoryCheck check) {
				return check;
			}
		}
		FactoryCheck check = new FactoryCheck(template);
		initializers.add(check);
		return check;
	}

	private void instrumentFactory(RestTemplate template) {
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
	}

	/**
	 * Remove a wrapper that the template adds whenever its factory is requested.
	 */
	private static ClientHttpRequestFactory unwrap(ClientHttpRequestFactory factory, Class<?> type) {
		return (factory.getClass() == type) ? ((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate()
				: factory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<RestTemplate> known;
		synchronized (this.templates) {
			known = new ArrayList<>(this.templates);
		}
		known.forEach((template) -> this.failures.guard("instrumentation of a RestTemplate",
				() -> instrumentFactory(template)));
	}

	/**
	 * Called for each request of a template, after its request factory has created it.
	 */
	private final class FactoryCheck implements ClientHttpRequestInitializer {

		private final RestTemplate template;

		private volatile String name = "RestTemplate";

		FactoryCheck(RestTemplate template) {
			this.template = template;
		}

		@Override
		public void initialize(ClientHttpRequest request) {
			RestTemplateInstrumentation.this.failures.guard("instrumentation of a RestTemplate", this::check);
		}

		private void check() {
			ClientHttpRequestFactory factory = this.template.getRequestFactory();
			if (!RequestFactoryInstrumentation.isInstrumented(factory)
					&& !factory.getClass().getName().startsWith(TEST_PACKAGE)) {
				instrumentFactory(this.template);
				RestTemplateInstrumentation.this.uninstrumented.add(this.name, this.template.getClass(),
						"another request factory was set after the application had started, and its first request "
								+ "was not measured; later ones are",
						"Set the request factory earlier, or let the bean "
								+ "'resourceMonitorRequestFactoryInstrumentation' instrument it");
			}
		}

	}

}
