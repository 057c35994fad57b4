package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * Makes each call of a handler an invocation.
 */
final class MonitoredHandlerInterceptor implements MethodInterceptor {

	private final HandlerCalls calls;

	/**
	 * Create a new interceptor.
	 * @param names tells the name of a handler from the method that is called and the
	 * class of the target
	 * @param resultTypes tells what a handler is declared to return
	 * @param access what it needs
	 */
	MonitoredHandlerInterceptor(BiFunction<Method, Class<?>, @Nullable String> names,
			BiFunction<Method, Class<?>, Class<?>> resultTypes, MonitorAccess access) {
		this.calls = new HandlerCalls(names, resultTypes, access);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		return this.calls.invoke(call.getMethod(), (target != null) ? AopUtils.getTargetClass(target) : null, call,
				MethodInvocation::proceed);
	}

}
