package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import io.github.resourcemonitor.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * What one application context makes of the calls of woven methods: the same as of those
 * that pass a proxy. Safe for use by any thread.
 */
public final class WovenMethods {

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private final HandlerCalls handlers;

	private final ServiceCalls serviceCalls;

	/**
	 * Create a new instance.
	 * @param index the annotated methods
	 * @param access what is needed for measuring
	 */
	public WovenMethods(MonitoredMethodIndex index, MonitorAccess access) {
		this.index = index;
		this.access = access;
		this.handlers = new HandlerCalls(index::wovenHandler, index::resultType, access);
		this.serviceCalls = new ServiceCalls(index::wovenServiceCall, index, access);
	}

	/**
	 * Return whether a class has methods that can be woven.
	 * @param type the class
	 * @return whether it has
	 */
	public boolean exist(Class<?> type) {
		return !this.index.get(type).woven().isEmpty();
	}

	/**
	 * Return whether the calls of a method are seen both by a proxy and where they
	 * arrive.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether they are
	 */
	public boolean isSeenTwice(Method method, Class<?> type) {
		MonitoredMethods methods = this.index.get(type);
		return methods.handler(method, type) != null || methods.serviceCall(method, type) != null
				|| (FunctionalBeans.isFunctionalMethod(method, type) && methods.wovenHandler(method, type) != null);
	}

	/**
	 * Return whether a method is a handler.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether it is
	 */
	public boolean isHandler(Method method, Class<?> type) {
		return this.index.wovenHandler(method, type) != null;
	}

	/**
	 * Return whether a method is a service call.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether it is
	 */
	public boolean isServiceCall(Method method, Class<?> type) {
		return this.index.wovenServiceCall(method, type) != null;
	}

	/**
	 * Return what a method comes down to in a class.
	 * @param method the method that is called
	 * @param type the class of the target
	 * @return the method that overrides all others
	 */
	public Method specific(Method method, Class<?> type) {
		return this.index.get(type).specific(method, type);
	}

	/**
	 * Make a call of a handler an invocation.
	 * @param call the call
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	public @Nullable Object handler(InterceptedCall call) throws Throwable {
		return this.handlers.invoke(call.method(), call.type(), call, InterceptedCall::proceed);
	}

	/**
	 * Count, time and measure a call of a service.
	 * @param call the call
	 * @return what it returns, or what counts what it returns
	 * @throws Throwable what it throws
	 */
	public @Nullable Object serviceCall(InterceptedCall call) throws Throwable {
		return this.serviceCalls.invoke(call);
	}

	/**
	 * Return the invocation that this thread works for.
	 * @return the innermost invocation, or {@code null} outside any
	 */
	public @Nullable Invocation current() {
		return this.access.monitor().get().current().orElse(null);
	}

	/**
	 * Record a failure of the monitor itself.
	 * @param ex what was thrown
	 */
	public void failed(Throwable ex) {
		this.access.failures().record("woven advice", ex);
	}

}
