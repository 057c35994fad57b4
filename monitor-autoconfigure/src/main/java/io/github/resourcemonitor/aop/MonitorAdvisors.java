package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.aopalliance.aop.Advice;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/**
 * The advisors of annotated beans.
 */
public final class MonitorAdvisors {

	/**
	 * The order of the advisor of handlers: outside all others, so that the resource use
	 * of transactions, caches and retries is included.
	 */
	public static final int HANDLER_ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	/**
	 * The order of the service calls' advisor: inside all others, so that each attempt of
	 * a retry is a call, and a cached result is not a call. Most others have this order
	 * too; the last one registered is the innermost.
	 */
	public static final int SERVICE_CALL_ORDER = Ordered.LOWEST_PRECEDENCE;

	private MonitorAdvisors() {
	}

	/**
	 * Create the advisor of handlers.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 * @return the advisor
	 */
	public static Advisor handlers(MonitoredMethodIndex index, MonitorAccess access) {
		return handlers((type) -> index.get(type).hasHandlers() && !index.get(type).byInterfaces(), index, access);
	}

	static Advisor handlers(Predicate<Class<?>> types, MonitoredMethodIndex index, MonitorAccess access) {
		return advisor(types, (method, type) -> index.get(type).isHandler(method, type),
				new MonitoredHandlerInterceptor(index::handler, index::resultType, index::entryPoint, access),
				HANDLER_ORDER);
	}

	/**
	 * Create the advisor of service calls.
	 * @param index the annotated methods
	 * @param access access to the monitor
	 * @return the advisor
	 */
	public static Advisor serviceCalls(MonitoredMethodIndex index, MonitorAccess access) {
		return serviceCalls((type) -> index.get(type).hasServiceCalls() && !index.get(type).byInterfaces(), index,
				access);
	}

	static Advisor serviceCalls(Predicate<Class<?>> types, MonitoredMethodIndex index, MonitorAccess access) {
		return advisor(types, (method, type) -> index.get(type).isServiceCall(method, type),
				new CloudServiceCallInterceptor(index, access), SERVICE_CALL_ORDER);
	}

	/**
	 * Create an advisor.
	 * @param types matches the classes
	 * @param methods matches their methods
	 * @param advice the advice
	 * @param order the order among other advisors
	 * @return the advisor
	 */
	public static Advisor advisor(Predicate<Class<?>> types, BiPredicate<Method, Class<?>> methods, Advice advice,
			int order) {
		StaticMethodMatcherPointcut pointcut = new StaticMethodMatcherPointcut() {

			@Override
			public boolean matches(Method method, Class<?> targetClass) {
				return methods.test(method, targetClass);
			}

		};
		pointcut.setClassFilter(types::test);
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, advice);
		advisor.setOrder(order);
		return advisor;
	}

}
