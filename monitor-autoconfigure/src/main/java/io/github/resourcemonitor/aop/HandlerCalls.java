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

	/**
	 * Make a call an invocation. The call is passed as it is: an object round it would
	 * cost as many bytes as a good part of an invocation.
	 * @param <C> what stands for the call
	 * @param method the method that is called
	 * @param type the class of the target, {@code null} if it is not known
	 * @param call the call
	 * @param proceeding goes on with it
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	<C> @Nullable Object invoke(Method method, @Nullable Class<?> type, C call, Proceeding<C> proceeding)
			throws Throwable {
		InvocationScope scope = start(method, type);
		if (scope == null) {
			return proceeding.proceed(call);
		}
		Object result;
		try {
			result = proceeding.proceed(call);
		}
		catch (Throwable ex) {
			scope.failed(ex);
			scope.close();
			throw ex;
		}
		scope.closeWith(result);
		return result;
	}

	private @Nullable InvocationScope start(Method method, @Nullable Class<?> type) {
		try {
			String name = (type != null) ? this.names.apply(method, type) : null;
			return (name != null) ? this.access.monitor().get().start(name) : null;
		}
		catch (Throwable ex) {
			this.access.failures().record("handler interceptor", ex);
			return null;
		}
	}

	/**
	 * Goes on with a call.
	 *
	 * @param <C> what stands for the call
	 */
	@FunctionalInterface
	interface Proceeding<C> {

		@Nullable Object proceed(C call) throws Throwable;

	}

}
