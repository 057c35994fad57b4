package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;

import io.github.resourcemonitor.InvocationScope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * Makes each call of a handler an invocation.
 */
final class MonitoredHandlerInterceptor implements MethodInterceptor {

	private final BiFunction<Method, Class<?>, @Nullable String> names;

	private final MonitorAccess access;

	/**
	 * Create a new interceptor.
	 * @param names tells the name of a handler from the method that is called and the
	 * class of the target
	 * @param access what it needs
	 */
	MonitoredHandlerInterceptor(BiFunction<Method, Class<?>, @Nullable String> names, MonitorAccess access) {
		this.names = names;
		this.access = access;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		InvocationScope scope = start(call);
		if (scope == null) {
			return call.proceed();
		}
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			scope.failed(ex);
			scope.close();
			throw ex;
		}
		scope.closeWith(result);
		return result;
	}

	private @Nullable InvocationScope start(MethodInvocation call) {
		try {
			Object target = call.getThis();
			String name = (target != null) ? this.names.apply(call.getMethod(), AopUtils.getTargetClass(target)) : null;
			return (name != null) ? this.access.monitor().get().start(name) : null;
		}
		catch (Throwable ex) {
			this.access.failures().record("handler interceptor", ex);
			return null;
		}
	}

}
