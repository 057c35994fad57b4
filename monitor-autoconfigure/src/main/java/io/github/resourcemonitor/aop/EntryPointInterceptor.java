package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Interceptor that runs each call of a framework as an invocation.
 */
final class EntryPointInterceptor implements MethodInterceptor {

	private final EntryPoints points;

	private final MonitoredHandlerInterceptor calls;

	EntryPointInterceptor(EntryPoints points, MonitorAccess access) {
		this.points = points;
		this.calls = new MonitoredHandlerInterceptor(this::name, this::resultType, this::kind, access);
	}

	private @Nullable String name(Method method, Class<?> type) {
		EntryPoint point = this.points.find(method, type);
		return (point != null) ? point.name().get() : null;
	}

	private Class<?> resultType(Method method, Class<?> type) {
		EntryPoint point = this.points.find(method, type);
		return (point != null) ? point.resultType() : Object.class;
	}

	private @Nullable EntryPointKind kind(Method method, Class<?> type) {
		EntryPoint point = this.points.find(method, type);
		return (point != null) ? point.kind() : null;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		return this.calls.invoke(call);
	}

}
