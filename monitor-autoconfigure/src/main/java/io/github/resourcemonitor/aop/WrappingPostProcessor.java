package io.github.resourcemonitor.aop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Base class of post-processors that wrap beans in proxies of their own, also those that
 * are injected in a circle, before they are initialized. It runs after the auto-proxy
 * creator, so that there is one proxy and not two. If a bean cannot be wrapped, the
 * failure is recorded and the bean stays as it is.
 */
abstract class WrappingPostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	private final String hook;

	private final Failures failures;

	private final Map<String, Object> early = new ConcurrentHashMap<>();

	/**
	 * Create a new post-processor.
	 * @param hook the constant name under which failures are recorded
	 * @param failures the failures of the monitor itself
	 */
	WrappingPostProcessor(String hook, Failures failures) {
		this.hook = hook;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		Object target = ProxyLayers.of(bean).target();
		if (target != null) {
			this.early.put(beanName, target);
		}
		return wrapOrKeep(bean, beanName);
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		Object wrapped = this.early.remove(beanName);
		return (wrapped != null && wrapped == ProxyLayers.of(bean).target()) ? bean : wrapOrKeep(bean, beanName);
	}

	private Object wrapOrKeep(Object bean, String beanName) {
		Object wrapped = this.failures.attempt(this.hook, () -> wrap(bean, beanName));
		return (wrapped != null) ? wrapped : bean;
	}

	/**
	 * Wrap a bean.
	 * @param bean the bean
	 * @param beanName its name
	 * @return the bean itself, or the object to use instead
	 */
	abstract Object wrap(Object bean, String beanName);

}
