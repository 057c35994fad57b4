package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Interceptor that runs each call of the functional method as an invocation.
 */
final class FunctionInterceptor implements MethodInterceptor {

	private final MonitoredHandlerInterceptor handler;

	FunctionInterceptor(String name, Class<?> resultType, MonitorAccess access) {
		this.handler = new MonitoredHandlerInterceptor((method, type) -> name, (method, type) -> resultType,
				(method, type) -> null, access);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Method method = call.getMethod();
		Object target = call.getThis();
		if (target != null && FunctionalBeans.isFunctionalMethod(method, target.getClass())) {
			return this.handler.invoke(call);
		}
		if (method.isDefault() && call.getArguments().length == 1 && call instanceof ProxyMethodInvocation proxied) {
			Object composed = FunctionalBeans.compose(proxied.getProxy(), method, call.getArguments()[0]);
			if (composed != null) {
				return composed;
			}
		}
		return call.proceed();
	}

}
