package io.github.resourcemonitor.aop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Base class of post-processors that wrap beans in proxies of their own, also those that
 * are injected in a circle, before they are initialized. It runs after the auto-proxy
 * creator, so that there is one proxy and not two.
 */
abstract class WrappingPostProcessor implements SmartInstantiationAwareBeanPostProcessor, Ordered {

	private final Map<String, Object> early = new ConcurrentHashMap<>();

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
		return wrap(bean, beanName);
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		Object wrapped = this.early.remove(beanName);
		return (wrapped != null && wrapped == ProxyLayers.of(bean).target()) ? bean : wrap(bean, beanName);
	}

	/**
	 * Wrap a bean.
	 * @param bean the bean
	 * @param beanName its name
	 * @return the bean itself, or the object to use instead
	 */
	abstract Object wrap(Object bean, String beanName);

}
