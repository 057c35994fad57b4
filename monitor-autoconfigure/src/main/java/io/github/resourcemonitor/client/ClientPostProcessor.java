package io.github.resourcemonitor.client;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Base class of the post-processors that instrument clients which are beans. If
 * instrumentation fails, the failure is recorded and the bean stays as it is.
 * <p>
 * Runs before other post-processors, so that the client itself is instrumented and not a
 * proxy around it.
 */
public abstract class ClientPostProcessor implements BeanPostProcessor, BeanFactoryAware, Ordered {

	private final String hook;

	private final UninstrumentedClients uninstrumented;

	private final Failures failures;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a new post-processor.
	 * @param hook the constant name under which failures are recorded
	 * @param uninstrumented collects the clients that cannot be instrumented
	 * @param failures the failures of the monitor itself
	 */
	protected ClientPostProcessor(String hook, UninstrumentedClients uninstrumented, Failures failures) {
		this.hook = hook;
		this.uninstrumented = uninstrumented;
		this.failures = failures;
	}

	@Override
	public final void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public final int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public final Object postProcessAfterInitialization(Object bean, String beanName) {
		Object instrumented = this.failures.attempt(this.hook, () -> instrument(bean, beanName));
		return (instrumented != null) ? instrumented : bean;
	}

	/**
	 * Instrument a bean if it is a client of the kind that this post-processor knows.
	 * @param bean the bean
	 * @param beanName its name
	 * @return the bean to use instead, {@code null} for the bean as it is
	 */
	protected abstract @Nullable Object instrument(Object bean, String beanName);

	/**
	 * Report a client that cannot be instrumented.
	 * @param client the client
	 * @param beanName the name of the bean
	 * @param problem why its calls cannot be counted
	 * @param cure what to do about it
	 */
	protected final void reportUninstrumented(Object client, String beanName, String problem, String cure) {
		this.uninstrumented.add(beanName, client.getClass(), problem, cure);
	}

	/**
	 * Return whether a bean is declared as exactly a type. Only then can another
	 * implementation of the type take its place: a bean that is declared as a subtype may
	 * be injected by that.
	 * @param beanName the name of the bean
	 * @param type the type
	 * @return whether it is
	 */
	protected final boolean isDeclaredAs(String beanName, Class<?> type) {
		return this.beanFactory instanceof ConfigurableListableBeanFactory listable
				&& listable.containsBeanDefinition(beanName)
				&& listable.getMergedBeanDefinition(beanName).getResolvableType().resolve(Object.class) == type;
	}

	/**
	 * Return the failures of the monitor itself.
	 * @return the failures
	 */
	protected final Failures failures() {
		return this.failures;
	}

}
