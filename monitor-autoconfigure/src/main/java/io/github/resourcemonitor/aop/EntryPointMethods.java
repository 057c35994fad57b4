package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * The methods of a class that frameworks call. Immutable except for a cache; safe for use
 * by any thread.
 */
final class EntryPointMethods {

	static final EntryPointMethods NONE = new EntryPointMethods(Map.of(), List.of(), null);

	private final Map<Method, EntryPoint> points;

	private final List<InterceptionProblem> problems;

	private final @Nullable ProxyObstacle obstacle;

	private final Map<Method, EntryPoint> called = new ConcurrentHashMap<>();

	/**
	 * Create new methods.
	 * @param points those that a proxy can intercept
	 * @param problems why others cannot be intercepted
	 * @param obstacle why a bean of the class gets no proxy, {@code null} if it does
	 */
	EntryPointMethods(Map<Method, EntryPoint> points, List<InterceptionProblem> problems,
			@Nullable ProxyObstacle obstacle) {
		this.points = points;
		this.problems = problems;
		this.obstacle = obstacle;
	}

	/**
	 * Return whether a proxy can intercept any.
	 */
	boolean isEmpty() {
		return this.points.isEmpty();
	}

	/**
	 * Return whether a bean of the class can get a proxy without a change for others.
	 */
	boolean isProxyable() {
		return this.obstacle == null;
	}

	/**
	 * Find a method.
	 * @param method the method that is called
	 * @param type the class
	 * @return the method, {@code null} if it is none of these
	 */
	@Nullable EntryPoint find(Method method, Class<?> type) {
		EntryPoint point = this.called.get(method);
		if (point == null) {
			point = this.points.get(AopUtils.getMostSpecificMethod(method, type));
			if (point != null) {
				this.called.put(method, point);
			}
		}
		return point;
	}

	/**
	 * Return the methods of a bean whose calls are not invocations.
	 * @param intercepted whether it has a proxy with the advice
	 */
	List<InterceptionProblem> problems(boolean intercepted) {
		return (intercepted || isEmpty()) ? this.problems
				: without((this.obstacle != null) ? this.obstacle : ProxyObstacle.UNKNOWN);
	}

	/**
	 * Return the methods of a bean that has no proxy.
	 * @param reason why it has none
	 */
	List<InterceptionProblem> without(ProxyObstacle reason) {
		List<InterceptionProblem> result = new ArrayList<>(this.problems);
		this.points.keySet()
			.forEach((method) -> result.add(
					new InterceptionProblem(null, InterceptionProblem.place(method), reason.problem(), reason.cure())));
		return result;
	}

}
