package io.github.resourcemonitor.aop;

import java.util.List;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.Ordered;

/**
 * Intercepts the methods that frameworks call. It runs after the auto-proxy creator,
 * whose proxies it uses, and before the post-processors that register the methods. A bean
 * without a proxy gets one of its class, never one of its interfaces alone: it must still
 * be what its class is.
 */
public final class EntryPointPostProcessor extends WrappingPostProcessor {

	private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

	private final EntryPoints points;

	private final Advisor advisor;

	/**
	 * Create a new post-processor.
	 * @param points the methods that frameworks call
	 * @param access access to the monitor
	 */
	public EntryPointPostProcessor(EntryPoints points, MonitorAccess access) {
		super("proxy of a bean that frameworks call", access.failures());
		this.points = points;
		this.advisor = MonitorAdvisors.advisor((type) -> !points.of(type).isEmpty(),
				(method, type) -> points.find(method, type) != null, new EntryPointInterceptor(points, access),
				MonitorAdvisors.HANDLER_ORDER);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	Object wrap(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean || bean instanceof FactoryBean) {
			return bean;
		}
		List<Advised> proxies = ProxyLayers.of(bean).proxies();
		if (!proxies.isEmpty()) {
			addTo(proxies);
			return bean;
		}
		EntryPointMethods methods = this.points.of(bean.getClass());
		if (methods.isEmpty() || !methods.isProxyable()) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(bean);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(this.advisor);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	/**
	 * Add the advice to the outermost proxy that sees the class, unless the target is
	 * another bean, which has it already.
	 */
	private void addTo(List<Advised> proxies) {
		if (proxies.stream().anyMatch(AdvicePlacement::hasEntryPoint)) {
			return;
		}
		for (Advised proxy : proxies) {
			Class<?> type = ProxyLayers.advisedClass(proxy);
			if (type != null && !proxy.isFrozen() && !this.points.of(type).isEmpty()) {
				proxy.addAdvisor(AdvicePlacement.handlerPosition(proxy), this.advisor);
				return;
			}
		}
	}

}
