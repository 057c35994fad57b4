package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The annotations of a class, and what they mean for its methods.
 *
 * @param methods its methods
 * @param handler the annotation of a handler on the class, or that it inherits
 * @param serviceCall the annotation of a service call
 * @param coverage the methods that these apply to
 */
record AnnotatedType(InheritedMethods methods, @Nullable MonitoredHandler handler,
		@Nullable CloudServiceCall serviceCall, TypeCoverage coverage) {

	static AnnotatedType of(Class<?> type) {
		InheritedMethods methods = InheritedMethods.of(type);
		return new AnnotatedType(methods, find(type, MonitoredHandler.class), find(type, CloudServiceCall.class),
				TypeCoverage.of(methods));
	}

	/**
	 * Find an annotation: one on a class takes precedence over one on an interface.
	 */
	private static <A extends Annotation> @Nullable A find(Class<?> type, Class<A> annotation) {
		MergedAnnotation<A> found = MergedAnnotations.from(type, SearchStrategy.SUPERCLASS).get(annotation);
		return found.isPresent() ? found.synthesize() : AnnotatedElementUtils.findMergedAnnotation(type, annotation);
	}

	/**
	 * Return the annotations that apply to a method: its own take precedence over those
	 * of the type. Annotations of a {@code @Bean} method concern the bean, not its
	 * creation.
	 * @param method a method of the class
	 * @return the annotations, {@code null} if there is none
	 */
	@Nullable MethodAnnotations annotationsOf(Method method) {
		if (AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
			return null;
		}
		MonitoredHandler ownHandler = find(method, MonitoredHandler.class);
		CloudServiceCall ownCall = find(method, CloudServiceCall.class);
		MonitoredHandler handler = ownHandler;
		CloudServiceCall call = ownCall;
		boolean functional = false;
		if (this.coverage.contains(method)) {
			Class<?> type = this.methods.type();
			functional = FunctionalBeans.isFunctionalMethod(method, type);
			if (handler == null && (functional || !FunctionalBeans.isFunctional(type))) {
				handler = this.handler;
			}
			call = (call != null) ? call : this.serviceCall;
		}
		return (handler != null || call != null)
				? new MethodAnnotations(handler, call, functional, ownHandler != null || ownCall != null) : null;
	}

	/**
	 * Return a method that shows that the annotation on the type has no effect: there are
	 * methods, but it applies to none of them.
	 * @return the first method, {@code null} if the annotation has an effect, if there is
	 * none, or if there are no methods
	 */
	@Nullable Method findUncovered() {
		if ((this.handler == null && this.serviceCall == null) || FunctionalBeans.isFunctional(this.methods.type())
				|| this.methods.executed().stream().anyMatch((method) -> annotationsOf(method) != null)) {
			return null;
		}
		return this.methods.executed().stream().filter(this.coverage::isCandidate).findFirst().orElse(null);
	}

	private <A extends Annotation> @Nullable A find(Method method, Class<A> annotation) {
		// An interface may declare a method of a superclass that does not implement it.
		for (Method declaration : this.methods.declarationsOf(method)) {
			A found = AnnotatedElementUtils.findMergedAnnotation(declaration, annotation);
			if (found != null) {
				return found;
			}
		}
		return AnnotatedElementUtils.findMergedAnnotation(method, annotation);
	}

}
