package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;

import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.aop.WovenMethods;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.ClassUtils;

/**
 * Registration of an application context with the aspects, from the creation of its beans
 * until it is closed. Calls are measured while the context is running: this lifecycle
 * starts before all others and stops after them. Calls while beans are created or
 * destroyed are not measured.
 */
public final class WovenContext implements BeanPostProcessor, SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(WovenContext.class);

	private final WovenCalls calls;

	private final MonitoredContext context;

	private WovenContext(WovenCalls calls, MonitoredContext context) {
		this.calls = calls;
		this.context = context;
	}

	/**
	 * Register a context with the aspects.
	 * @param calls the calls that the aspects intercept
	 * @param index the annotated methods
	 * @param access access to the monitor
	 * @return the registration
	 */
	public static WovenContext register(WovenCalls calls, MonitoredMethodIndex index, MonitorAccess access) {
		MonitoredContext context = new MonitoredContext(new WovenMethods(index, access));
		calls.add(context);
		return new WovenContext(calls, context);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		register(bean);
		return bean;
	}

	/**
	 * Registers the products of factory beans, and proxies, because a final method is
	 * executed by the proxy object itself.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		register(bean);
		return bean;
	}

	private void register(Object bean) {
		if (this.context.hasMethods(ClassUtils.getUserClass(bean))) {
			this.calls.register(bean, this.context);
		}
	}

	@Override
	public void start() {
		this.context.start();
		logger
			.info("AspectJ load-time weaving is active: in woven classes, calls that bypass a proxy are monitored too");
	}

	@Override
	public void stop() {
		this.context.stop();
	}

	@Override
	public boolean isRunning() {
		return this.context.isRunning();
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void destroy() {
		this.context.close();
		this.calls.remove(this.context);
	}

	/**
	 * Proceed with a call that a proxy measures and that is about to enter the method.
	 * @param target the object that is called
	 * @param method the method that is called
	 * @param call proceeds with the call
	 * @return what the call returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object proxied(Object target, Method method, WovenCalls.Continuation call) throws Throwable {
		Method specific = this.context.mostSpecific(method, AopUtils.getTargetClass(target));
		return (specific != null) ? this.calls.proxied(this.context, target, specific, call) : call.proceed();
	}

	boolean hasMethods(Class<?> type) {
		return this.context.hasMethods(type);
	}

	boolean isInterceptedTwice(Method method, Class<?> type) {
		return this.context.isInterceptedTwice(method, type);
	}

}
