package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Interceptor that runs each call of a handler as an invocation.
 */
final class MonitoredHandlerInterceptor implements MethodInterceptor {

	private final HandlerCalls calls;

	/**
	 * Create a new interceptor.
	 * @param names returns the name of a handler for the method that is called and the
	 * class of the target
	 * @param resultTypes returns the declared result type of a handler
	 * @param kinds returns how frameworks call a handler, if they do
	 * @param access access to the monitor
	 */
	MonitoredHandlerInterceptor(BiFunction<Method, Class<?>, @Nullable String> names,
			BiFunction<Method, Class<?>, Class<?>> resultTypes,
			BiFunction<Method, Class<?>, @Nullable EntryPointKind> kinds, MonitorAccess access) {
		this.calls = new HandlerCalls(names, resultTypes, kinds, access);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		// The class that the pointcut has matched: the target may be a proxy itself.
		return this.calls.invoke(call.getMethod(), (target != null) ? target.getClass() : null, call,
				MethodInvocation::getArguments, MethodInvocation::proceed);
	}

}
