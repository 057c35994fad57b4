package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What kind of proxy a class can have. A proxy of the class is a subclass whose fields
 * are not set: a final method runs on the proxy instead of the target. That breaks an
 * application if the method is one that others call, because an interface declares it.
 *
 * @param byInterfaces whether the proxy has the interfaces of the class only
 * @param problem why there can be no proxy, {@code null} if there can
 * @param cure what to do about it
 */
record ProxyKind(boolean byInterfaces, @Nullable String problem, String cure) {

	private static final String ONCE_PER_REQUEST = "org.springframework.web.filter.OncePerRequestFilter";

	private static final ProxyKind BY_CLASS = new ProxyKind(false, null, "");

	private static final ProxyKind BY_INTERFACES = new ProxyKind(true, null, "");

	static ProxyKind of(InheritedMethods methods) {
		Class<?> type = methods.type();
		if (type.isInterface()) {
			return BY_CLASS;
		}
		ProxyKind obstacle = obstacle(methods);
		if (obstacle == null) {
			return BY_CLASS;
		}
		if (!TypeCoverage.isServletComponent(type)) {
			return obstacle;
		}
		Method dispatch = dispatchMethod(methods);
		return (dispatch == null) ? BY_INTERFACES
				: new ProxyKind(false, "a filter that overrides " + dispatch.getName() + "() cannot be intercepted",
						"Use the ResourceMonitor bean in it, or annotate a bean that it calls");
	}

	private static @Nullable ProxyKind obstacle(InheritedMethods methods) {
		Class<?> type = methods.type();
		String name = ClassUtils.getShortName(type);
		if (Modifier.isFinal(type.getModifiers())) {
			return new ProxyKind(false, "a final class or record cannot be intercepted",
					"Remove 'final' from " + name + ", or use the ResourceMonitor bean in it");
		}
		if (type.isSealed()) {
			return new ProxyKind(false, "a sealed class cannot be intercepted",
					"Remove 'sealed' from " + name + ", or use the ResourceMonitor bean in it");
		}
		Method method = finalInterfaceMethod(methods);
		return (method != null) ? new ProxyKind(false,
				"the class cannot be intercepted, because the final method " + InterceptionProblem.place(method)
						+ " would run on the proxy instead of the bean",
				"Remove 'final' from the method, or use the ResourceMonitor bean in " + name) : null;
	}

	private static @Nullable Method finalInterfaceMethod(InheritedMethods methods) {
		for (Method method : methods.executed()) {
			if (Modifier.isFinal(method.getModifiers()) && methods.isDeclaredByInterface(method,
					(declaring) -> !TypeCoverage.isCalledOnTarget(declaring))) {
				return method;
			}
		}
		return null;
	}

	/**
	 * Spring Boot registers a filter of this class for more kinds of dispatches. A proxy
	 * of its interfaces is not of this class, which makes a difference only if the filter
	 * wants these dispatches.
	 */
	private static @Nullable Method dispatchMethod(InheritedMethods methods) {
		for (Method method : methods.executed()) {
			if ((method.getName().equals("shouldNotFilterAsyncDispatch")
					|| method.getName().equals("shouldNotFilterErrorDispatch"))
					&& !method.getDeclaringClass().getName().equals(ONCE_PER_REQUEST)) {
				return method;
			}
		}
		return null;
	}

	/**
	 * Return whether a proxy of the class would work.
	 */
	boolean byClass() {
		return this.problem == null && !this.byInterfaces;
	}

}
