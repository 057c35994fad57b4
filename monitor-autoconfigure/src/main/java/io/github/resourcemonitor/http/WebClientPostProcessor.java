package io.github.resourcemonitor.http;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Has builders of {@code WebClient} that are beans build measured ones, and builds those
 * that are beans anew, where Boot had no part in it or filters were added since.
 */
public final class WebClientPostProcessor implements BeanPostProcessor, Ordered {

	private final WebClientInstrumentation instrumentation;

	private final Failures failures;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures clients
	 * @param failures the failures of the monitor itself
	 */
	public WebClientPostProcessor(WebClientInstrumentation instrumentation, Failures failures) {
		this.instrumentation = instrumentation;
		this.failures = failures;
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
		if (bean instanceof WebClient.Builder builder) {
			this.failures.guard("instrumentation of a WebClient", () -> this.instrumentation.instrument(builder));
		}
		else if (bean instanceof WebClient client && isSpringsOwn(client)) {
			WebClient rebuilt = this.failures.attempt("instrumentation of a WebClient", () -> rebuild(client));
			return (rebuilt != null) ? rebuilt : client;
		}
		return bean;
	}

	/**
	 * Another class may be asked for by its name.
	 */
	private static boolean isSpringsOwn(WebClient client) {
		return client.getClass().getPackageName().equals(ClassUtils.getPackageName(WebClient.class));
	}

	private @Nullable WebClient rebuild(WebClient client) {
		WebClient.Builder builder = client.mutate();
		return this.instrumentation.instrument(builder) ? builder.build() : null;
	}

}
