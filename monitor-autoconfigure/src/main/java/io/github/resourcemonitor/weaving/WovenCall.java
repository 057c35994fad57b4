package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;

import io.github.resourcemonitor.aop.InterceptedCall;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * A call of a woven method.
 */
final class WovenCall implements InterceptedCall {

	private final ProceedingJoinPoint joinPoint;

	private @Nullable Object @Nullable [] arguments;

	private boolean replaced;

	WovenCall(ProceedingJoinPoint joinPoint) {
		this.joinPoint = joinPoint;
	}

	@Override
	public Method method() {
		return ((MethodSignature) this.joinPoint.getSignature()).getMethod();
	}

	@Override
	public @Nullable Object target() {
		return this.joinPoint.getThis();
	}

	@Override
	public Class<?> type() {
		Object target = target();
		return (target != null) ? AopUtils.getTargetClass(target) : method().getDeclaringClass();
	}

	@Override
	public @Nullable Object[] arguments() {
		@Nullable Object[] result = this.arguments;
		if (result == null) {
			result = this.joinPoint.getArgs();
			this.arguments = result;
		}
		return result;
	}

	@Override
	public void replaceArgument(int index, Object value) {
		@Nullable Object[] changed = arguments().clone();
		changed[index] = value;
		this.arguments = changed;
		this.replaced = true;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		return this.replaced ? this.joinPoint.proceed(arguments()) : this.joinPoint.proceed();
	}

}
