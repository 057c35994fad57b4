package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Whether a class, or a class or interface that it inherits from, has the annotations
 * anywhere, also as meta-annotations. An application has hundreds of beans without them,
 * in whatever package: this check costs little, because it looks at each class once, at
 * the methods that Spring has read anyway, and merges no annotations. Safe for use by any
 * thread.
 */
final class AnnotationPresence {

	private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

	private final Map<Class<?>, Boolean> hierarchies = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> annotations = new ConcurrentHashMap<>();

	AnnotationPresence() {
		this.annotations.put(MonitoredHandler.class, true);
		this.annotations.put(CloudServiceCall.class, true);
	}

	/**
	 * Return whether a class has an annotation or inherits one.
	 * @param type the class
	 * @return whether it does; {@code false} if it cannot be introspected
	 */
	boolean isPresent(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		if (loader == null || loader == PLATFORM) {
			return false;
		}
		Boolean known = this.hierarchies.get(type);
		if (known == null) {
			known = find(type);
			this.hierarchies.put(type, known);
		}
		return known;
	}

	/**
	 * Return whether a method has an annotation itself.
	 * @param method the method
	 * @return whether it has
	 */
	boolean isPresent(Method method) {
		return isAny(method.getDeclaredAnnotations());
	}

	private boolean find(Class<?> type) {
		Class<?> parent = type.getSuperclass();
		if (parent != null && isPresent(parent)) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isPresent(implemented)) {
				return true;
			}
		}
		try {
			return !type.isHidden() && isDeclared(type);
		}
		catch (Exception | LinkageError ex) {
			// A class that it mentions is missing.
			return false;
		}
	}

	private boolean isDeclared(Class<?> type) {
		if (isAny(type.getDeclaredAnnotations())) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isAny(method.getDeclaredAnnotations())) {
				return true;
			}
		}
		return false;
	}

	private boolean isAny(Annotation[] candidates) {
		for (Annotation candidate : candidates) {
			if (isMonitoring(candidate.annotationType())) {
				return true;
			}
		}
		return false;
	}

	private boolean isMonitoring(Class<? extends Annotation> annotation) {
		Boolean known = this.annotations.get(annotation);
		if (known == null) {
			// Annotations may be meta-annotated with each other.
			this.annotations.put(annotation, false);
			known = isAny(annotation.getDeclaredAnnotations());
			this.annotations.put(annotation, known);
		}
		return known;
	}

}
