package io.github.resourcemonitor.aop;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;

/**
 * Wraps annotated servlet filters and servlets whose class cannot have a proxy, because
 * it is final or has final methods that the container calls, in a proxy of their
 * interfaces.
 */
public final class InterfaceProxyPostProcessor extends WrappingPostProcessor {

	private final MonitoredMethodIndex index;

	private final Advisor handlers;

	private final Advisor serviceCalls;

	/**
	 * Create a new post-processor.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 */
	public InterfaceProxyPostProcessor(MonitoredMethodIndex index, MonitorAccess access) {
		super("proxy of the interfaces of a bean", access.failures());
		this.index = index;
		this.handlers = MonitorAdvisors.handlers((type) -> true, index, access);
		this.serviceCalls = MonitorAdvisors.serviceCalls((type) -> true, index, access);
	}

	@Override
	Object wrap(Object bean, String beanName) {
		Class<?> type = (bean instanceof Advised advised) ? ProxyLayers.advisedClass(advised) : bean.getClass();
		if (type == null) {
			return bean;
		}
		MonitoredMethods methods = this.index.get(type);
		if (!methods.byInterfaces() || methods.intercepted().isEmpty()) {
			return bean;
		}
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvisor(AdvicePlacement.handlerPosition(advised), this.handlers);
			advised.addAdvisor(this.serviceCalls);
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		factory.addInterface(InterfaceProxy.class);
		factory.addAdvisors(this.handlers, this.serviceCalls);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

}
