package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.invocation.ColdPublishers;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call of a handler as an invocation.
 */
final class HandlerCalls {

	private final BiFunction<Method, Class<?>, @Nullable String> names;

	private final BiFunction<Method, Class<?>, Class<?>> resultTypes;

	private final MonitorAccess access;

	/**
	 * Create a new instance.
	 * @param names returns the name of a handler for the method that is called and the
	 * class of the target
	 * @param resultTypes returns the declared result type of a handler
	 * @param access access to the monitor
	 */
	HandlerCalls(BiFunction<Method, Class<?>, @Nullable String> names,
			BiFunction<Method, Class<?>, Class<?>> resultTypes, MonitorAccess access) {
		this.names = names;
		this.resultTypes = resultTypes;
		this.access = access;
	}

	/**
	 * Run a call as an invocation. The call is passed on in its own type, because a
	 * wrapper object would add considerably to the allocation of an invocation.
	 * @param <C> the type of the call
	 * @param method the method that is called
	 * @param type the class of the target, {@code null} if it is not known
	 * @param call the call
	 * @param proceeding proceeds with it
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	<C> @Nullable Object invoke(Method method, @Nullable Class<?> type, C call, Proceeding<C> proceeding)
			throws Throwable {
		String name = name(method, type);
		if (type == null || name == null) {
			return proceeding.proceed(call);
		}
		ColdPublishers cold = coldPublishers(method, type);
		if (cold != null) {
			return cold.call(name, () -> proceeding.proceed(call));
		}
		InvocationScope scope = start(name);
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
		if (result == null) {
			scope.close();
			return null;
		}
		Object handedOn = scope.closeWith(result);
		// A mocked scope returns null.
		return (handedOn != null) ? handedOn : result;
	}

	private @Nullable String name(Method method, @Nullable Class<?> type) {
		try {
			return (type != null) ? this.names.apply(method, type) : null;
		}
		catch (Throwable ex) {
			return failed(ex);
		}
	}

	private @Nullable ColdPublishers coldPublishers(Method method, Class<?> type) {
		try {
			return !this.access.coldPublishers().get().isEmpty()
					? this.access.coldPublishers(this.resultTypes.apply(method, type)) : null;
		}
		catch (Throwable ex) {
			return failed(ex);
		}
	}

	private @Nullable InvocationScope start(String name) {
		try {
			return this.access.monitor().get().start(name);
		}
		catch (Throwable ex) {
			return failed(ex);
		}
	}

	private <T> @Nullable T failed(Throwable ex) {
		this.access.failures().record("handler interceptor", ex);
		return null;
	}

	/**
	 * Proceeds with a call.
	 *
	 * @param <C> the type of the call
	 */
	@FunctionalInterface
	interface Proceeding<C> {

		@Nullable Object proceed(C call) throws Throwable;

	}

}
