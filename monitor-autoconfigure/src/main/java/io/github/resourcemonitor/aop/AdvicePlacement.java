package io.github.resourcemonitor.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.core.Ordered;

/**
 * Where the advice of the monitor belongs in the proxies of a bean. A handler is measured
 * outside all other advice, so that one invocation includes all attempts of a retry and
 * the waiting for a limit, but on the thread that does the work, that is, inside of
 * asynchronous execution. A service call is measured inside all other advice, so that
 * each attempt is a call.
 * <p>
 * The order of the advisors is not enough: Spring's post-processors for asynchronous
 * execution, retries and limits put theirs in front of all others, and a second creator
 * of proxies applies all advisors once more.
 */
final class AdvicePlacement {

	private final MonitoredMethodIndex index;

	AdvicePlacement(MonitoredMethodIndex index) {
		this.index = index;
	}

	static boolean isHandler(Advisor advisor) {
		return advisor.getAdvice() instanceof MonitoredHandlerInterceptor || isFunction(advisor);
	}

	static boolean isFunction(Advisor advisor) {
		return advisor.getAdvice() instanceof FunctionInterceptor;
	}

	static boolean isServiceCall(Advisor advisor) {
		return advisor.getAdvice() instanceof CloudServiceCallInterceptor;
	}

	private static boolean isEntryPoint(Advisor advisor) {
		return advisor.getAdvice() instanceof EntryPointInterceptor;
	}

	static boolean hasEntryPoint(Advised proxy) {
		return find(proxy, AdvicePlacement::isEntryPoint) != null;
	}

	/**
	 * Put the advice of the monitor in its place.
	 * @param bean a bean with all its proxies
	 */
	void arrange(Object bean) {
		List<Advised> proxies = ofThisBean(ProxyLayers.of(bean).proxies());
		for (Advised proxy : proxies) {
			moveFunction(proxy);
			if (!proxy.isFrozen()) {
				move(proxy, AdvicePlacement::isEntryPoint, AdvicePlacement::handlerPosition);
			}
		}
		Predicate<Advisor> handlers = (advisor) -> isHandler(advisor) && !isFunction(advisor);
		Advised last = keepOne(proxies, handlers, this::isForHandlers);
		if (last != null) {
			move(last, handlers, AdvicePlacement::handlerPosition);
		}
		last = keepOne(proxies, AdvicePlacement::isServiceCall, (proxy) -> false);
		if (last != null) {
			move(last, AdvicePlacement::isServiceCall, AdvicePlacement::serviceCallPosition);
		}
	}

	/**
	 * The target of a proxy may be another bean.
	 */
	private static List<Advised> ofThisBean(List<Advised> proxies) {
		List<Advised> result = new ArrayList<>();
		for (Advised proxy : proxies) {
			for (Advisor advisor : proxy.getAdvisors()) {
				if (advisor instanceof PlacedAdvisor) {
					return result;
				}
			}
			result.add(proxy);
		}
		return result;
	}

	/**
	 * A proxy round a JDK proxy sees only the annotations of interfaces.
	 */
	private boolean isForHandlers(Advised proxy) {
		Class<?> type = ProxyLayers.advisedClass(proxy);
		return type != null && !MonitoredMethods.isGenerated(type) && this.index.get(type).hasHandlers();
	}

	/**
	 * Keep one of several equal advisors of the monitor.
	 * @param proxies the proxies, the outermost first
	 * @param wanted the kind of advisor
	 * @param preferred accepts proxies that should have it, the first one of which gets
	 * it; without any it is the innermost that has it
	 * @return the proxy that has it and can be changed, {@code null} if there is none
	 */
	private static @Nullable Advised keepOne(List<Advised> proxies, Predicate<Advisor> wanted,
			Predicate<Advised> preferred) {
		List<Advised> having = proxies.stream().filter((proxy) -> find(proxy, wanted) != null).toList();
		if (having.isEmpty()) {
			return null;
		}
		Advised innermost = having.get(having.size() - 1);
		Advised chosen = having.stream()
			.filter(Advised::isFrozen)
			.findFirst()
			.orElseGet(() -> proxies.stream()
				.filter((proxy) -> !proxy.isFrozen() && preferred.test(proxy))
				.findFirst()
				.orElse(innermost));
		Advisor advisor = find(innermost, wanted);
		for (Advised proxy : having) {
			if (proxy != chosen && !proxy.isFrozen()) {
				remove(proxy, wanted);
			}
		}
		if (chosen.isFrozen() || advisor == null) {
			return null;
		}
		if (find(chosen, wanted) == null) {
			chosen.addAdvisor(0, advisor);
		}
		return chosen;
	}

	private static @Nullable Advisor find(Advised proxy, Predicate<Advisor> wanted) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (wanted.test(advisor)) {
				return advisor;
			}
		}
		return null;
	}

	private static void remove(Advised proxy, Predicate<Advisor> wanted) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (wanted.test(advisor)) {
				proxy.removeAdvisor(advisor);
			}
		}
	}

	private static void move(Advised proxy, Predicate<Advisor> wanted, Position position) {
		Advisor advisor = find(proxy, wanted);
		if (advisor != null) {
			remove(proxy, wanted);
			proxy.addAdvisor(position.in(proxy), new PlacedAdvisor(advisor));
		}
	}

	/**
	 * A function has one such advisor, which may be in the wrong place.
	 */
	private static void moveFunction(Advised proxy) {
		Advisor advisor = find(proxy, AdvicePlacement::isFunction);
		if (advisor != null && !proxy.isFrozen()) {
			proxy.removeAdvisor(advisor);
			proxy.addAdvisor(handlerPosition(proxy), advisor);
		}
	}

	/**
	 * Return the position of a new advisor of a handler: in front of all others but those
	 * that are ordered before it, like asynchronous execution.
	 */
	static int handlerPosition(Advised proxy) {
		Advisor[] advisors = proxy.getAdvisors();
		for (int i = advisors.length; i > 0; i--) {
			if (advisors[i - 1] instanceof Ordered ordered && ordered.getOrder() < MonitorAdvisors.HANDLER_ORDER) {
				return i;
			}
		}
		return 0;
	}

	private static int serviceCallPosition(Advised proxy) {
		Advisor[] advisors = proxy.getAdvisors();
		int last = advisors.length;
		return (last > 0 && advisors[last - 1].getAdvice() instanceof InnermostAdvice) ? last - 1 : last;
	}

	/**
	 * Determines the position of a new advisor.
	 */
	@FunctionalInterface
	private interface Position {

		int in(Advised proxy);

	}

}
