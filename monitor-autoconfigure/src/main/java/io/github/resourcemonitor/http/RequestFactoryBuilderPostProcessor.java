package io.github.resourcemonitor.http;

import io.github.resourcemonitor.client.DeclaredBeans;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.core.Ordered;

/**
 * Measures what is sent by request factories that Boot's builder of them builds. One that
 * is declared by its class has to stay one of that class: what is made of it is measured
 * as far as it becomes part of a client that is a bean, or that Boot's builders build.
 */
public final class RequestFactoryBuilderPostProcessor implements BeanPostProcessor, BeanFactoryAware, Ordered {

	private final RequestFactoryInstrumentation instrumentation;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures request factories
	 */
	public RequestFactoryBuilderPostProcessor(RequestFactoryInstrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ClientHttpRequestFactoryBuilder<?> builder
				&& DeclaredBeans.isDeclaredAs(this.beanFactory, beanName, ClientHttpRequestFactoryBuilder.class)) {
			return new MeteredRequestFactoryBuilder(builder, this.instrumentation);
		}
		return bean;
	}

}
