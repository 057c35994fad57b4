package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Whether a class, or a class or interface that it inherits from, has certain annotations
 * anywhere, also as meta-annotations. An application has hundreds of beans without them,
 * in whatever package: this check costs little, because it looks at each class once, at
 * the methods that Spring has read anyway, and merges no annotations. Safe for use by any
 * thread.
 */
final class AnnotationPresence {

	private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

	private final Map<Class<?>, Boolean> hierarchies = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> annotations = new ConcurrentHashMap<>();

	private final Set<String> names;

	/**
	 * Create a new instance for the annotations of the monitor.
	 */
	AnnotationPresence() {
		this(Set.of(MonitoredHandler.class.getName(), CloudServiceCall.class.getName()));
	}

	/**
	 * Create a new instance.
	 * @param names the names of the annotations
	 */
	AnnotationPresence(Set<String> names) {
		this.names = names;
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
			known = isMonitoring(annotation, new HashSet<>());
			this.annotations.put(annotation, known);
		}
		return known;
	}

	/**
	 * Annotations may be meta-annotated with each other: a result that leaves out those
	 * that are being visited is not the final one, and is not kept.
	 */
	private boolean isMonitoring(Class<? extends Annotation> annotation, Set<Class<?>> visited) {
		Boolean known = this.annotations.get(annotation);
		if (known != null) {
			return known;
		}
		if (this.names.contains(annotation.getName())) {
			return true;
		}
		if (visited.add(annotation)) {
			for (Annotation meta : annotation.getDeclaredAnnotations()) {
				if (isMonitoring(meta.annotationType(), visited)) {
					return true;
				}
			}
		}
		return false;
	}

}
