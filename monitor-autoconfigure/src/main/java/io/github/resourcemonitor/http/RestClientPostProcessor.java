package io.github.resourcemonitor.http;

import java.util.function.Supplier;

import io.github.resourcemonitor.client.DeclaredBeans;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Measures what beans send that the application has made by hand: each
 * {@link RestTemplate}, {@link RestClient} and builder of one, and each bean that is
 * declared as {@link ClientHttpRequestFactory}.
 */
public final class RestClientPostProcessor implements BeanPostProcessor, BeanFactoryAware, Ordered {

	private final RequestFactoryInstrumentation instrumentation;

	private final UninstrumentedClients uninstrumented;

	private final Failures failures;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures request factories
	 * @param uninstrumented is told which clients cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public RestClientPostProcessor(RequestFactoryInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		this.instrumentation = instrumentation;
		this.uninstrumented = uninstrumented;
		this.failures = failures;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Before others put their proxies round the client.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RestTemplate template) {
			return instrument(template, () -> {
				instrument(template, beanName);
				return template;
			});
		}
		if (bean instanceof RestClient client) {
			return instrument(client, () -> RestClientInstrumentation.instrument(client, this.instrumentation));
		}
		if (bean instanceof RestClient.Builder builder) {
			return instrument(builder, () -> {
				RestClientInstrumentation.instrument(builder, this.instrumentation);
				return builder;
			});
		}
		if (bean instanceof ClientHttpRequestFactory factory
				&& DeclaredBeans.isDeclaredAs(this.beanFactory, beanName, ClientHttpRequestFactory.class)) {
			return this.instrumentation.instrument(factory);
		}
		return bean;
	}

	private <T> T instrument(T client, Supplier<T> instrumentation) {
		T instrumented = this.failures.attempt("instrumentation of an HTTP client", instrumentation);
		return (instrumented != null) ? instrumented : client;
	}

	private void instrument(RestTemplate template, String beanName) {
		if (!RestTemplateInstrumentation.instrument(template, this.instrumentation)) {
			this.uninstrumented.add(beanName, template.getClass(), "it makes its request factory by itself",
					"Have its method getRequestFactory() return one from the bean "
							+ "'resourceMonitorRequestFactoryInstrumentation'");
		}
	}

}
