package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import io.github.resourcemonitor.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Measures the calls of woven methods in one application context, in the same way as
 * calls through a proxy. Safe for use by any thread.
 */
public final class WovenMethods {

	private final MonitoredMethodIndex index;

	private final MonitorAccess access;

	private final HandlerCalls handlers;

	private final ServiceCalls serviceCalls;

	/**
	 * Create a new instance.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 */
	public WovenMethods(MonitoredMethodIndex index, MonitorAccess access) {
		this.index = index;
		this.access = access;
		this.handlers = new HandlerCalls(index::wovenHandler, index::resultType, index::entryPoint, access);
		this.serviceCalls = new ServiceCalls(index::wovenServiceCall, index, access);
	}

	/**
	 * Return whether a class has methods that can be woven.
	 * @param type the class
	 * @return whether it has
	 */
	public boolean hasMethods(Class<?> type) {
		return !this.index.get(type).woven().isEmpty();
	}

	/**
	 * Return whether calls of a method are intercepted both by a proxy and by woven
	 * advice.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether they are
	 */
	public boolean isInterceptedTwice(Method method, Class<?> type) {
		MonitoredMethods methods = this.index.get(type);
		return methods.isHandler(method, type) || methods.isServiceCall(method, type)
				|| (FunctionalBeans.isFunctionalMethod(method, type) && methods.isWovenHandler(method, type));
	}

	/**
	 * Return whether a method is a handler.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether it is
	 */
	public boolean isHandler(Method method, Class<?> type) {
		return this.index.get(type).isWovenHandler(method, type);
	}

	/**
	 * Return whether a method is a service call.
	 * @param method the method
	 * @param type the class of the target
	 * @return whether it is
	 */
	public boolean isServiceCall(Method method, Class<?> type) {
		return this.index.get(type).isWovenServiceCall(method, type);
	}

	/**
	 * Return the most specific method for a class.
	 * @param method the method that is called
	 * @param type the class of the target
	 * @return the method that the call executes
	 */
	public Method mostSpecific(Method method, Class<?> type) {
		return this.index.get(type).mostSpecific(method, type);
	}

	/**
	 * Run a call of a handler as an invocation.
	 * @param call the call
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	public @Nullable Object handler(InterceptedCall call) throws Throwable {
		return this.handlers.invoke(call.method(), call.type(), call, InterceptedCall::arguments,
				InterceptedCall::proceed);
	}

	/**
	 * Count, time and measure a service call.
	 * @param call the call
	 * @return what it returns, or a counting stream or channel in its place
	 * @throws Throwable what it throws
	 */
	public @Nullable Object serviceCall(InterceptedCall call) throws Throwable {
		return this.serviceCalls.invoke(call);
	}

	/**
	 * Return the invocation that the calling thread works for.
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
