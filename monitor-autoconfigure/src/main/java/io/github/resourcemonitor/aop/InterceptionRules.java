package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The reasons why a proxy cannot intercept an annotated method.
 *
 * @param methods the methods of the class
 * @param proxy what kind of proxy the class can have
 */
record InterceptionRules(InheritedMethods methods, ProxyKind proxy) {

	/**
	 * Find out why a method cannot be intercepted.
	 * @param method the method
	 * @param annotations its annotations
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable InterceptionProblem problem(Method method, MethodAnnotations annotations) {
		return (annotations.proxyHandler() != null || annotations.serviceCall() != null) ? problem(method) : null;
	}

	/**
	 * Find out why a method cannot be intercepted.
	 * @param method the method
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable InterceptionProblem problem(Method method) {
		String place = InterceptionProblem.place(method);
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return new InterceptionProblem(null, place, "a private method cannot be intercepted",
					"Make it package-private or wider and call it from another bean");
		}
		if (Modifier.isStatic(modifiers)) {
			return new InterceptionProblem(null, place, "a static method cannot be intercepted",
					"Make it an instance method of a bean");
		}
		String obstacle = this.proxy.problem();
		if (obstacle != null && !isFinalItself(method)) {
			return new InterceptionProblem(null, place, obstacle, this.proxy.cure());
		}
		if (this.proxy.byInterfaces()) {
			return isDeclaredByInterface(method) ? null
					: new InterceptionProblem(null, place,
							"only the methods of its interfaces are called from outside, and this is none of them",
							"Put the annotation on the class");
		}
		if (Modifier.isFinal(modifiers)) {
			return new InterceptionProblem(null, place, "a final method cannot be intercepted",
					"Remove 'final', or use the ResourceMonitor bean in it");
		}
		if (isInaccessible(method)) {
			return new InterceptionProblem(null, place,
					"a package-private method of a class in another package cannot be intercepted",
					"Make it protected or public, or override it");
		}
		return null;
	}

	/**
	 * Return whether an annotation on the type is not meant for a method: it cannot be
	 * intercepted, and is one of another library, or not visible at all.
	 */
	boolean isOutOfReach(Method method) {
		Class<?> type = this.methods.type();
		boolean foreign = Modifier.isFinal(method.getModifiers())
				&& !Objects.equals(location(method.getDeclaringClass()), location(type))
				&& !isDeclaredByInterface(method);
		return foreign || isInaccessible(method);
	}

	private boolean isFinalItself(Method method) {
		boolean finalClass = Modifier.isFinal(this.methods.type().getModifiers()) || this.methods.type().isSealed();
		return Modifier.isFinal(method.getModifiers()) && !finalClass;
	}

	private boolean isDeclaredByInterface(Method method) {
		return this.methods.isDeclaredByInterface(method, (declaring) -> true);
	}

	private boolean isInaccessible(Method method) {
		Class<?> type = this.methods.type();
		boolean packagePrivate = (method.getModifiers()
				& (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE)) == 0;
		return packagePrivate && (!method.getDeclaringClass().getPackageName().equals(type.getPackageName())
				|| method.getDeclaringClass().getClassLoader() != type.getClassLoader());
	}

	private static @Nullable Object location(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		return (source != null) ? String.valueOf(source.getLocation()) : type.getClassLoader();
	}

}
