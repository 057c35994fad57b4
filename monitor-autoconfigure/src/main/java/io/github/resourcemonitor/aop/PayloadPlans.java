package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cache of the payload plans of methods. Safe for use by any thread.
 */
final class PayloadPlans {

	private final Map<Method, PayloadPlan> plans = new ConcurrentHashMap<>();

	PayloadPlan get(Method method) {
		PayloadPlan plan = this.plans.get(method);
		if (plan == null) {
			plan = new PayloadPlan(method);
			this.plans.put(method, plan);
		}
		return plan;
	}

}
