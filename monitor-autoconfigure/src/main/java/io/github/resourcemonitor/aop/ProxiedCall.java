package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * A call that a proxy intercepted.
 *
 * @param invocation the invocation of Spring AOP
 */
record ProxiedCall(MethodInvocation invocation) implements InterceptedCall {

	@Override
	public Method method() {
		return this.invocation.getMethod();
	}

	@Override
	public @Nullable Object target() {
		return this.invocation.getThis();
	}

	@Override
	public @Nullable Class<?> type() {
		// The class that the pointcut has matched: the target may be a proxy itself.
		Object target = target();
		return (target != null) ? target.getClass() : null;
	}

	@Override
	public @Nullable Object[] arguments() {
		return this.invocation.getArguments();
	}

	@Override
	public void replaceArgument(int index, Object value) {
		@Nullable Object[] arguments = arguments().clone();
		arguments[index] = value;
		((ProxyMethodInvocation) this.invocation).setArguments(arguments);
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		return this.invocation.proceed();
	}

}
