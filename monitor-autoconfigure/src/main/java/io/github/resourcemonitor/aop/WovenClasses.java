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
 * Detects whether a method has been woven, by the changes that the weaver makes to its
 * class: around advice moves the body to a method with a name such as
 * {@code handle_aroundBody0}.
 * <p>
 * Other aspects have the same effect, so the annotation must also be in a place that the
 * pointcuts of the aspects match. To be used only if load-time weaving is active.
 * Immutable.
 */
public final class WovenClasses {

	/**
	 * The number of meta-annotation levels that the pointcuts match. Pointcuts cannot
	 * express "any number".
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
		return isMatched(method) && hasMovedBody(method);
	}

	private static boolean isMatched(Method method) {
		boolean coveredByType = !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
		return isAnnotated(method, SearchStrategy.DIRECT)
				|| (coveredByType && isAnnotated(method.getDeclaringClass(), SearchStrategy.TYPE_HIERARCHY));
	}

	private static boolean isAnnotated(AnnotatedElement element, SearchStrategy strategy) {
		MergedAnnotations annotations = MergedAnnotations.from(element, strategy);
		return ANNOTATIONS.stream().map(annotations::get).anyMatch(WovenClasses::isWithinDistance);
	}

	private static boolean isWithinDistance(MergedAnnotation<?> annotation) {
		return annotation.isPresent() && annotation.getDistance() <= MAX_DISTANCE;
	}

	private static boolean hasMovedBody(Method method) {
		String prefix = method.getName() + "_aroundBody";
		for (Method candidate : method.getDeclaringClass().getDeclaredMethods()) {
			if (candidate.getName().startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
