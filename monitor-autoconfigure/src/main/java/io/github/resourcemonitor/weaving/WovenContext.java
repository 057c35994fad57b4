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
 * An application context that the aspects know of, from when it makes its beans until it
 * is closed. Calls are measured while it runs: its lifecycle starts before all others and
 * stops after them, so that calls while beans are made or destroyed just go on.
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
	 * Make a context known to the aspects.
	 * @param calls the calls that the aspects see
	 * @param index the annotated methods
	 * @param access what is needed for measuring
	 * @return the context
	 */
	public static WovenContext register(WovenCalls calls, MonitoredMethodIndex index, MonitorAccess access) {
		MonitoredContext context = new MonitoredContext(new WovenMethods(index, access));
		calls.add(context);
		return new WovenContext(calls, context);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		own(bean);
		return bean;
	}

	/**
	 * For the products of factories, and for proxies: a final method is executed by the
	 * proxy object itself.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		own(bean);
		return bean;
	}

	private void own(Object bean) {
		if (this.context.hasMethods(ClassUtils.getUserClass(bean))) {
			this.calls.own(bean, this.context);
		}
	}

	@Override
	public void start() {
		this.context.start();
		logger
			.info("AspectJ's weaver is at work: calls that pass no proxy are monitored too, in classes that it weaves");
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
	 * Go on with a call that a proxy has measured and that is about to arrive.
	 * @param target the object that is called
	 * @param method the method that is called
	 * @param call goes on
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

	boolean isSeenTwice(Method method, Class<?> type) {
		return this.context.isSeenTwice(method, type);
	}

}
