package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.aop.InterceptedCall;
import io.github.resourcemonitor.aop.MonitorAccess;
import io.github.resourcemonitor.aop.MonitoredMethodIndex;
import io.github.resourcemonitor.aop.WovenMethods;
import io.github.resourcemonitor.weaving.WovenCalls.Kind;
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

	/**
	 * Let go of when the context is closed: its beans are known for longer.
	 */
	private volatile @Nullable WovenMethods methods;

	private volatile boolean running;

	private WovenContext(WovenCalls calls, WovenMethods methods) {
		this.calls = calls;
		this.methods = methods;
	}

	/**
	 * Make a context known to the aspects.
	 * @param calls the calls that the aspects see
	 * @param index the annotated methods
	 * @param access what is needed for measuring
	 * @return the context
	 */
	public static WovenContext register(WovenCalls calls, MonitoredMethodIndex index, MonitorAccess access) {
		WovenContext context = new WovenContext(calls, new WovenMethods(index, access));
		calls.add(context);
		return context;
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
		WovenMethods methods = this.methods;
		if (methods == null) {
			return;
		}
		try {
			if (methods.exist(ClassUtils.getUserClass(bean))) {
				this.calls.own(bean, this);
			}
		}
		catch (Throwable ex) {
			methods.failed(ex);
		}
	}

	@Override
	public void start() {
		this.running = true;
		logger
			.info("AspectJ's weaver is at work: calls that pass no proxy are monitored too, in classes that it weaves");
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void destroy() {
		this.running = false;
		this.methods = null;
		this.calls.remove(this);
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
		Method specific = specific(method, AopUtils.getTargetClass(target));
		return (specific != null) ? this.calls.proxied(this, target, specific, call) : call.proceed();
	}

	/**
	 * Return what a method comes down to in a class.
	 * @return the method, {@code null} if the context has been closed
	 */
	@Nullable Method specific(Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return (methods != null) ? methods.specific(method, type) : null;
	}

	boolean hasMethods(Class<?> type) {
		WovenMethods methods = this.methods;
		return methods != null && methods.exist(type);
	}

	boolean isSeenTwice(Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return methods != null && methods.isSeenTwice(method, type);
	}

	/**
	 * Return whether a call is to be measured now.
	 */
	boolean isMeant(Kind kind, Method method, Class<?> type) {
		WovenMethods methods = this.methods;
		return this.running && methods != null && switch (kind) {
			case HANDLER -> methods.isHandler(method, type);
			case SERVICE_CALL -> methods.isServiceCall(method, type);
		};
	}

	@Nullable Object measure(Kind kind, InterceptedCall call) throws Throwable {
		WovenMethods methods = this.methods;
		if (methods == null) {
			return call.proceed();
		}
		return switch (kind) {
			case HANDLER -> methods.handler(call);
			case SERVICE_CALL -> methods.serviceCall(call);
		};
	}

	@Nullable Invocation current() {
		WovenMethods methods = this.methods;
		if (!this.running || methods == null) {
			return null;
		}
		try {
			return methods.current();
		}
		catch (Throwable ex) {
			methods.failed(ex);
			return null;
		}
	}

	void failed(Throwable ex) {
		WovenMethods methods = this.methods;
		if (methods != null) {
			methods.failed(ex);
		}
	}

}
