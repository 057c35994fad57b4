package io.github.resourcemonitor.aop;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.target.SingletonTargetSource;

/**
 * The proxies round an object: several creators of proxies may each have made one.
 *
 * @param proxies the proxies, the outermost first
 * @param target the object that the innermost proxy calls, {@code null} if it is not
 * known
 */
record ProxyLayers(List<Advised> proxies, @Nullable Object target) {

	static ProxyLayers of(Object bean) {
		List<Advised> proxies = new ArrayList<>();
		Object current = bean;
		while (current instanceof Advised advised) {
			proxies.add(advised);
			current = targetOf(advised);
		}
		return new ProxyLayers(proxies, current);
	}

	static @Nullable Object targetOf(Advised proxy) {
		return (proxy.getTargetSource() instanceof SingletonTargetSource source) ? source.getTarget() : null;
	}

	/**
	 * Return the class whose annotations an advisor of a proxy has seen.
	 */
	static @Nullable Class<?> advisedClass(Advised proxy) {
		Object target = targetOf(proxy);
		return (target != null) ? target.getClass() : proxy.getTargetClass();
	}

}
