package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Tells whether a method has been woven, from what the weaver leaves in its class: where
 * it puts advice round a method, the body moves to a method with a name such as
 * {@code handle_aroundBody0}.
 * <p>
 * Other aspects leave the same trace, so the annotation must stand where our aspects see
 * it as well. To be asked only where load-time weaving is on. Immutable.
 */
public final class WovenClasses {

	/**
	 * How many annotations may stand between a method and ours. Pointcuts have no means
	 * to say "any number".
	 */
	private static final int MAX_DISTANCE = 2;

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(MonitoredHandler.class,
			CloudServiceCall.class);

	/**
	 * Create a new instance.
	 */
	public WovenClasses() {
	}

	boolean contains(Method method) {
		return isSeen(method) && hasBodyElsewhere(method);
	}

	private static boolean isSeen(Method method) {
		boolean meantByType = !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
		return isAnnotated(method, SearchStrategy.DIRECT)
				|| (meantByType && isAnnotated(method.getDeclaringClass(), SearchStrategy.TYPE_HIERARCHY));
	}

	private static boolean isAnnotated(AnnotatedElement element, SearchStrategy strategy) {
		MergedAnnotations annotations = MergedAnnotations.from(element, strategy);
		return ANNOTATIONS.stream().map(annotations::get).anyMatch(WovenClasses::isNear);
	}

	private static boolean isNear(MergedAnnotation<?> annotation) {
		return annotation.isPresent() && annotation.getDistance() <= MAX_DISTANCE;
	}

	private static boolean hasBodyElsewhere(Method method) {
		String prefix = method.getName() + "_aroundBody";
		for (Method candidate : method.getDeclaringClass().getDeclaredMethods()) {
			if (candidate.getName().startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
