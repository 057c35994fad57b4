package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;

import io.github.resourcemonitor.InvocationScope;
import org.jspecify.annotations.Nullable;

/**
 * Makes each call of a handler an invocation.
 */
final class HandlerCalls {

	private final BiFunction<Method, Class<?>, @Nullable String> names;

	private final MonitorAccess access;

	/**
	 * Create a new instance.
	 * @param names tells the name of a handler from the method that is called and the
	 * class of the target
	 * @param access what it needs
	 */
	HandlerCalls(BiFunction<Method, Class<?>, @Nullable String> names, MonitorAccess access) {
		this.names = names;
		this.access = access;
	}

	@Nullable Object invoke(InterceptedCall call) throws Throwable {
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

	private @Nullable InvocationScope start(InterceptedCall call) {
		try {
			Class<?> type = call.type();
			String name = (type != null) ? this.names.apply(call.method(), type) : null;
			return (name != null) ? this.access.monitor().get().start(name) : null;
		}
		catch (Throwable ex) {
			this.access.failures().record("handler interceptor", ex);
			return null;
		}
	}

}
