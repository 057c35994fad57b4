package io.github.resourcemonitor.http;

import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;

/**
 * Instruments the request factories that Boot's builder of request factories builds. A
 * builder that is declared as a subtype has to stay of that type; its factories are
 * instrumented as far as they become part of a client that is a bean or that Boot's
 * builders build.
 */
public final class RequestFactoryBuilderPostProcessor extends ClientPostProcessor {

	private final RequestFactoryInstrumentation instrumentation;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures request factories
	 * @param uninstrumented collects the clients that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public RequestFactoryBuilderPostProcessor(RequestFactoryInstrumentation instrumentation,
			UninstrumentedClients uninstrumented, Failures failures) {
		super("instrumentation of an HTTP client", uninstrumented, failures);
		this.instrumentation = instrumentation;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		return (bean instanceof ClientHttpRequestFactoryBuilder<?> builder
				&& isDeclaredAs(beanName, ClientHttpRequestFactoryBuilder.class))
						? new InstrumentedClientHttpRequestFactoryBuilder(builder, this.instrumentation) : null;
	}

}
