package io.github.resourcemonitor.aop;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Interceptor that counts, times and measures service calls made through a proxy.
 */
final class CloudServiceCallInterceptor implements MethodInterceptor {

	private final ServiceCalls calls;

	CloudServiceCallInterceptor(MonitoredMethodIndex index, MonitorAccess access) {
		this.calls = new ServiceCalls(index::serviceCall, index, access);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		return this.calls.invoke(new ProxiedCall(call));
	}

}
