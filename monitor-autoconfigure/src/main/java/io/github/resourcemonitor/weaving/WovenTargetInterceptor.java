package io.github.resourcemonitor.weaving;

import io.github.resourcemonitor.aop.InnermostAdvice;
import io.github.resourcemonitor.aop.MonitorAdvisors;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.core.Ordered;

/**
 * Interceptor that announces to the aspects that a proxy measures the call which is about
 * to enter the method. As the innermost interceptor it runs on the thread that enters the
 * method, and again for each attempt of a retry.
 */
public final class WovenTargetInterceptor implements MethodInterceptor, InnermostAdvice {

	private final WovenContext context;

	private WovenTargetInterceptor(WovenContext context) {
		this.context = context;
	}

	/**
	 * Create the advisor for methods that have both a proxy and woven advice.
	 * @param context the context of the beans
	 * @return the advisor, to be registered last
	 */
	public static Advisor advisor(WovenContext context) {
		return MonitorAdvisors.advisor(context::hasMethods, context::isInterceptedTwice,
				new WovenTargetInterceptor(context), Ordered.LOWEST_PRECEDENCE);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		return (target != null) ? this.context.proxied(target, call.getMethod(), call::proceed) : call.proceed();
	}

}
