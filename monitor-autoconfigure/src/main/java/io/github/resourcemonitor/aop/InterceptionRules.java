package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * The reasons why a proxy cannot intercept an annotated method.
 */
final class InterceptionRules {

	private InterceptionRules() {
	}

	/**
	 * Find out why a method cannot be intercepted.
	 * @param method the method
	 * @param type the class of the bean
	 * @param annotations its annotations
	 * @return the problem, {@code null} if there is none
	 */
	static @Nullable InterceptionProblem problem(Method method, Class<?> type, MethodAnnotations annotations) {
		String place = InterceptionProblem.place(method);
		int modifiers = method.getModifiers();
		if (annotations.proxyHandler() == null && annotations.serviceCall() == null) {
			return null;
		}
		if (MethodAnnotations.isBeanMethod(method)) {
			return (annotations.handler() != null)
					? new InterceptionProblem(null, place,
							"@MonitoredHandler on a @Bean method only supports a Function, Consumer or Supplier",
							"Return one of these, or put the annotation on the method that does the work")
					: new InterceptionProblem(null, place, "@CloudServiceCall on a @Bean method has no effect",
							"Put it on the methods that call the service");
		}
		if (Modifier.isPrivate(modifiers)) {
			return new InterceptionProblem(null, place, "a private method cannot be intercepted",
					"Make it package-private or wider and call it from another bean");
		}
		if (Modifier.isStatic(modifiers)) {
			return new InterceptionProblem(null, place, "a static method cannot be intercepted",
					"Make it an instance method of a bean");
		}
		if (Modifier.isFinal(type.getModifiers())) {
			return new InterceptionProblem(null, place, "a final class or record cannot be intercepted",
					"Remove 'final' from " + ClassUtils.getShortName(type) + ", or use the ResourceMonitor bean in it");
		}
		if (type.isSealed() && !type.isInterface()) {
			return new InterceptionProblem(null, place, "a sealed class cannot be intercepted", "Remove 'sealed' from "
					+ ClassUtils.getShortName(type) + ", or use the ResourceMonitor bean in it");
		}
		if (Modifier.isFinal(modifiers)) {
			return new InterceptionProblem(null, place, "a final method cannot be intercepted",
					"Remove 'final', or use the ResourceMonitor bean in it");
		}
		return null;
	}

}
