package io.github.resourcemonitor.weaving;

import io.github.resourcemonitor.aop.MonitorAdvisors;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.core.Ordered;

/**
 * Tells the aspects that the call which is about to arrive has been measured by its
 * proxy. The innermost interceptor, so it does so on the very thread that enters the
 * method, and again for each attempt of a retry.
 */
public final class WovenTargetInterceptor implements MethodInterceptor {

	private final WovenContext context;

	private WovenTargetInterceptor(WovenContext context) {
		this.context = context;
	}

	/**
	 * Create the advisor for methods that have both a proxy and woven advice.
	 * @param context whose beans they are
	 * @return the advisor, to be registered last
	 */
	public static Advisor advisor(WovenContext context) {
		return MonitorAdvisors.advisor(context::hasMethods, context::isSeenTwice, new WovenTargetInterceptor(context),
				Ordered.LOWEST_PRECEDENCE);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		return (target != null) ? this.context.proxied(target, call.getMethod(), call::proceed) : call.proceed();
	}

}
