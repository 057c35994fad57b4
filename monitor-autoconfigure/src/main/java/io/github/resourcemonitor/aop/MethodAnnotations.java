package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The annotations that apply to a method: its own, and those of its type.
 *
 * @param handler the annotation of a handler
 * @param serviceCall the annotation of a service call
 * @param functional whether it is the functional method of a function, which has a proxy
 * of its own
 */
record MethodAnnotations(@Nullable MonitoredHandler handler, @Nullable CloudServiceCall serviceCall,
		boolean functional) {

	/**
	 * Find the annotations of a method.
	 * @param method the method
	 * @param type the class of the bean
	 * @return the annotations, {@code null} if there is none
	 */
	static @Nullable MethodAnnotations find(Method method, Class<?> type) {
		if (method.getDeclaringClass() == Object.class || method.isSynthetic()) {
			return null;
		}
		MonitoredHandler handler = AnnotatedElementUtils.findMergedAnnotation(method, MonitoredHandler.class);
		CloudServiceCall call = AnnotatedElementUtils.findMergedAnnotation(method, CloudServiceCall.class);
		boolean functional = false;
		if (isBeanMethod(method)) {
			// The functional bean that the method creates has a proxy of its own.
			handler = FunctionalBeans.isFunctional(method.getReturnType()) ? null : handler;
		}
		else if (isCoveredByType(method)) {
			Class<?> declaring = method.getDeclaringClass();
			functional = FunctionalBeans.isFunctionalMethod(method, type);
			if (handler == null && (functional || !FunctionalBeans.isFunctional(type))) {
				handler = AnnotatedElementUtils.findMergedAnnotation(declaring, MonitoredHandler.class);
			}
			if (call == null) {
				call = AnnotatedElementUtils.findMergedAnnotation(declaring, CloudServiceCall.class);
			}
		}
		return (handler != null || call != null) ? new MethodAnnotations(handler, call, functional) : null;
	}

	static boolean isBeanMethod(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, Bean.class);
	}

	/**
	 * Return whether an annotation on the type applies to a method.
	 */
	private static boolean isCoveredByType(Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method);
	}

	/**
	 * Return the annotation of a handler whose calls an ordinary proxy intercepts.
	 */
	@Nullable MonitoredHandler proxyHandler() {
		return this.functional ? null : this.handler;
	}

}
