package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;

import io.github.resourcemonitor.aop.InterceptedCall;
import org.jspecify.annotations.Nullable;

/**
 * A call like that of a woven method, without a weaver.
 *
 * @param method the method
 * @param target the object; {@code null} if the method is static
 * @param body what the method does
 */
record ArrivingCall(Method method, @Nullable Object target, Callable<?> body) implements InterceptedCall {

	@Override
	public Class<?> type() {
		return (this.target != null) ? this.target.getClass() : this.method.getDeclaringClass();
	}

	@Override
	public @Nullable Object[] arguments() {
		return new Object[0];
	}

	@Override
	public void replaceArgument(int index, Object value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable Object proceed() throws Exception {
		return this.body.call();
	}

}
