package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Why a bean without an annotation of the monitor gets no proxy. A proxy of a class is a
 * subclass whose fields are not set. Who annotates a class wants one; here it was not
 * asked for, so that whatever works without one has to work with it.
 *
 * @param problem what is in the way
 * @param cure what to do about it
 */
record ProxyObstacle(String problem, String cure) {

	static final ProxyObstacle UNKNOWN = new ProxyObstacle("the bean has no proxy with the monitor's advice",
			"Call the ResourceMonitor bean in the method");

	/**
	 * Find what is in the way of a proxy of a class.
	 * @param methods the methods of the class
	 * @return the obstacle, {@code null} if there is none
	 */
	static @Nullable ProxyObstacle find(InheritedMethods methods) {
		ProxyKind kind = ProxyKind.of(methods);
		String problem = kind.problem();
		if (problem != null) {
			return new ProxyObstacle(problem, kind.cure());
		}
		for (Method method : methods.executed()) {
			ProxyObstacle obstacle = find(method);
			if (obstacle != null) {
				return obstacle;
			}
		}
		Field field = findExposedField(methods.type());
		if (field != null) {
			return new ProxyObstacle("the bean gets no proxy, in which the field "
					+ ClassUtils.getShortName(field.getDeclaringClass()) + "." + field.getName() + " would not be set",
					"Make the field private");
		}
		return kind.byInterfaces() ? UNKNOWN : null;
	}

	private static @Nullable ProxyObstacle find(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return null;
		}
		boolean called = Modifier.isPrivate(modifiers) && isForFrameworks(method);
		if (called || (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers))) {
			String visibility = called ? "private" : "final";
			return new ProxyObstacle(
					"the bean gets no proxy, on which the " + visibility + " method "
							+ InterceptionProblem.place(method) + " would run instead of the bean",
					called ? "Make that method package-private or wider" : "Remove 'final' from that method");
		}
		return null;
	}

	/**
	 * Find a field that other classes may read. Protected fields are meant for
	 * subclasses, and those that are injected for the bean itself.
	 */
	private static @Nullable Field findExposedField(Class<?> type) {
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			boolean near = current.getPackageName().equals(type.getPackageName());
			for (Field field : current.getDeclaredFields()) {
				int modifiers = field.getModifiers();
				boolean exposed = Modifier.isPublic(modifiers)
						|| (near && !Modifier.isPrivate(modifiers) && !Modifier.isProtected(modifiers));
				if (exposed && !Modifier.isStatic(modifiers) && !field.isSynthetic()
						&& field.getDeclaredAnnotations().length == 0) {
					return field;
				}
			}
		}
		return null;
	}

	private static boolean isForFrameworks(Method method) {
		for (Annotation annotation : method.getDeclaredAnnotations()) {
			if (!UncalledAnnotations.includes(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

}
