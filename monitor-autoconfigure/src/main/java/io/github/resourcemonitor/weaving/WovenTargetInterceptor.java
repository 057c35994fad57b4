package io.github.resourcemonitor.weaving;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
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
		StaticMethodMatcherPointcut pointcut = new StaticMethodMatcherPointcut() {

			@Override
			public boolean matches(Method method, Class<?> targetClass) {
				return context.isSeenTwice(method, targetClass);
			}

		};
		pointcut.setClassFilter(context::hasMethods);
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, new WovenTargetInterceptor(context));
		advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
		return advisor;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		return (target != null) ? this.context.proxied(target, call.getMethod(), call::proceed) : call.proceed();
	}

}
