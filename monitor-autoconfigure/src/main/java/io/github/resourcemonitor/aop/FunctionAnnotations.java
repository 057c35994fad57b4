package io.github.resourcemonitor.aop;

import java.lang.reflect.Method;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.util.ClassUtils;

/**
 * The annotations of functional beans.
 */
final class FunctionAnnotations {

	private final MonitoredMethodIndex index;

	private final @Nullable BeanFactory beanFactory;

	private final BeanMethods beanMethods;

	FunctionAnnotations(MonitoredMethodIndex index, @Nullable BeanFactory beanFactory, BeanMethods beanMethods) {
		this.index = index;
		this.beanFactory = beanFactory;
		this.beanMethods = beanMethods;
	}

	/**
	 * Find the annotation of a functional bean: one on a method, that which creates the
	 * bean before the functional one, takes precedence over one on the class.
	 * @param type the class of the bean
	 * @param beanName its name
	 * @return the annotation, {@code null} if there is none
	 */
	@Nullable MonitoredHandler find(Class<?> type, String beanName) {
		MonitoredHandler annotation = this.beanMethods.findAnnotation(beanName, MonitoredHandler.class);
		if (annotation == null && this.index.isAnnotated(type)) {
			annotation = findOnFunctionalMethod(ClassUtils.getUserClass(type));
			return (annotation != null) ? annotation : findOnBean(beanName);
		}
		return annotation;
	}

	private @Nullable MonitoredHandler findOnBean(String beanName) {
		try {
			return (this.beanFactory instanceof ListableBeanFactory listable)
					? listable.findAnnotationOnBean(beanName, MonitoredHandler.class, false) : null;
		}
		catch (NoSuchBeanDefinitionException ex) {
			// The object is post-processed like a bean but is not registered as one.
			return null;
		}
	}

	private static @Nullable MonitoredHandler findOnFunctionalMethod(Class<?> type) {
		AnnotatedType annotated = AnnotatedType.of(type);
		for (Method method : annotated.methods().executed()) {
			if (FunctionalBeans.isFunctionalMethod(method, type)) {
				MethodAnnotations annotations = annotated.annotationsOf(method);
				if (annotations != null && annotations.handler() != null) {
					return annotations.handler();
				}
			}
		}
		return null;
	}

}
