package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call of a handler as an invocation.
 */
final class HandlerCalls {

	private final BiFunction<Method, Class<?>, @Nullable String> names;

	private final BiFunction<Method, Class<?>, Class<?>> resultTypes;

	private final BiFunction<Method, Class<?>, @Nullable EntryPointKind> kinds;

	private final MonitorAccess access;

	private final EntryPointTriggers triggers = new EntryPointTriggers();

	/**
	 * Create a new instance.
	 * @param names returns the name of a handler for the method that is called and the
	 * class of the target
	 * @param resultTypes returns the declared result type of a handler
	 * @param kinds returns how frameworks call a handler, if they do
	 * @param access access to the monitor
	 */
	HandlerCalls(BiFunction<Method, Class<?>, @Nullable String> names,
			BiFunction<Method, Class<?>, Class<?>> resultTypes,
			BiFunction<Method, Class<?>, @Nullable EntryPointKind> kinds, MonitorAccess access) {
		this.names = names;
		this.resultTypes = resultTypes;
		this.kinds = kinds;
		this.access = access;
	}

	/**
	 * Run a call as an invocation. The call is passed on in its own type, because a
	 * wrapper object would add considerably to the allocation of an invocation.
	 * @param <C> the type of the call
	 * @param method the method that is called
	 * @param type the class of the target, {@code null} if it is not known
	 * @param call the call
	 * @param arguments returns its arguments
	 * @param proceeding proceeds with it
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	<C> @Nullable Object invoke(Method method, @Nullable Class<?> type, C call,
			Function<C, @Nullable Object[]> arguments, Proceeding<C> proceeding) throws Throwable {
		String name = name(method, type);
		if (type == null || name == null) {
			return proceeding.proceed(call);
		}
		Trigger trigger = trigger(method, type, call, arguments);
		ColdPublishers cold = coldPublishers(method, type);
		if (cold != null) {
			return cold.call((invocations) -> start(invocations, name, trigger), () -> proceeding.proceed(call));
		}
		InvocationScope scope = start(name, trigger);
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

	private <C> @Nullable Trigger trigger(Method method, Class<?> type, C call,
			Function<C, @Nullable Object[]> arguments) {
		try {
			EntryPointKind kind = this.kinds.apply(method, type);
			return (kind != null) ? this.triggers.of(kind, call, arguments) : null;
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

	private static @Nullable InvocationScope start(Invocations invocations, String name, @Nullable Trigger trigger) {
		return (trigger != null) ? invocations.startTriggered(name, trigger) : invocations.start(name);
	}

	private @Nullable InvocationScope start(String name, @Nullable Trigger trigger) {
		try {
			ResourceMonitor monitor = this.access.monitor().get();
			return (trigger != null && monitor instanceof DefaultResourceMonitor known)
					? known.startTriggered(name, trigger) : monitor.start(name);
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
